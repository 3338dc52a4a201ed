package io.systole.tools.why;

import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;

/** The time that a CIB is judged at. */
final class Clocks {

  private Clocks() {}

  /** A saved CIB's own time, or now. */
  static long now(Element cib) {
    long own = Values.leadingNumber(cib.attribute("execution-date", "")).orElse(0);
    return own != 0 ? own : System.currentTimeMillis() / 1000;
  }
}
