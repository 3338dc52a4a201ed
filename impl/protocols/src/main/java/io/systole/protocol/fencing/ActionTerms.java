package io.systole.protocol.fencing;

import java.time.Duration;

/**
 * How a device does an action.
 *
 * @param timeout of each attempt ({@code pcmk_off_timeout})
 * @param attempts how often it is tried before it counts as failed ({@code pcmk_off_retries})
 */
public record ActionTerms(Duration timeout, int attempts) {

  /** More attempts are not made, whatever the configuration says. */
  public static final int MAX_ATTEMPTS = 10;

  public ActionTerms {
    if (attempts < 1 || attempts > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "a device tries an action 1 to " + MAX_ATTEMPTS + " times, not " + attempts);
    }
  }
}
