package io.systole.simulation;

import com.google.common.collect.ImmutableList;
import java.time.Duration;

/**
 * A fault of a schedule. Whom it strikes and for how long is drawn when it comes, from draws of its
 * own, so that it is the same whether those before it come or not.
 *
 * @param number from 1, in the order of time
 * @param at since the beginning of the storm
 */
public record Strike(int number, Duration at, FaultKind kind) {

  private static final Duration LEAST_WAIT = Duration.ofMillis(50);

  /** All that strikes in a storm. */
  static ImmutableList<Strike> drawn(Draws draws, FaultOptions options, Duration storm) {
    ImmutableList.Builder<Strike> strikes = ImmutableList.builder();
    if (options.kinds().isEmpty()) {
      return strikes.build();
    }
    Duration most = options.between().multipliedBy(2);
    int number = 0;
    for (Duration at = draws.between(LEAST_WAIT, most);
        at.compareTo(storm) < 0;
        at = at.plus(draws.between(LEAST_WAIT, most))) {
      FaultKind kind = options.kinds().get(draws.below(options.kinds().size()));
      strikes.add(new Strike(++number, at, kind));
    }
    return strikes.build();
  }
}
