package io.systole.scheduler.state;

import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;

/** An operation as a resource configures it. */
public record Operation(Element xml, String name, long intervalMillis, boolean enabled) {

  static Operation of(Element op) {
    return new Operation(
        op,
        op.attribute("name", ""),
        Math.max(0, Values.millis(op.attribute("interval"), 0)),
        Values.bool(op.attribute("enabled"), true));
  }

  public boolean is(String otherName, long otherInterval) {
    return intervalMillis == otherInterval && name.equals(otherName);
  }
}
