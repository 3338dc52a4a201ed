package io.systole.protocol.fencing;

import java.time.Duration;

/**
 * How long a device waits before it stops a node, so that of two nodes that fence each other one is
 * first ({@code pcmk_delay_base}, {@code pcmk_delay_max}).
 *
 * @param base waited always
 * @param max the longest; what is beyond the base is drawn
 */
public record DelayRange(Duration base, Duration max) {

  public static final DelayRange NONE = new DelayRange(Duration.ZERO, Duration.ZERO);

  public DelayRange {
    max = max.compareTo(base) < 0 ? base : max;
  }

  public boolean isDrawn() {
    return max.compareTo(base) > 0;
  }
}
