package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;

/**
 * Devices that together fence a node: each of them has to succeed, in this order.
 *
 * @param devices their ids; none means any one device that is able to
 */
public record FencingLevel(ImmutableList<String> devices) {

  /** The level of a node for which no level is configured. */
  public static final FencingLevel ANY_DEVICE = new FencingLevel(ImmutableList.of());

  /** Levels of one target beyond this are not accepted. */
  public static final int MAX_LEVELS = 9;

  public boolean isAnyDevice() {
    return devices.isEmpty();
  }
}
