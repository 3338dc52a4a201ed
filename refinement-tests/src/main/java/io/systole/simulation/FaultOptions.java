package io.systole.simulation;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What may go wrong in a run.
 *
 * @param kinds faults are drawn from these
 * @param between the average time between two faults
 * @param agentFailuresPerMille how many operations of resource agents fail
 * @param switchFailuresPerMille how many operations of power switches fail
 * @param longestLatency of a message
 * @param longestSync of a write to a disk
 */
public record FaultOptions(
    ImmutableList<FaultKind> kinds,
    Duration between,
    int agentFailuresPerMille,
    int switchFailuresPerMille,
    Duration longestLatency,
    Duration longestSync) {

  private static final Duration FAST = Duration.ofMillis(5);

  private static final ImmutableList<FaultKind> KINDS = ImmutableList.copyOf(FaultKind.values());

  /** Nothing goes wrong. */
  public static final FaultOptions NONE =
      new FaultOptions(ImmutableList.of(), Duration.ofDays(1), 0, 0, FAST, FAST);

  /**
   * A mix that is drawn from the seed: some runs have many kinds of faults and some few, so that
   * rare states are reached as well as those that only follow one kind again and again.
   */
  public static FaultOptions drawn(long seed) {
    Draws draws = new Draws(seed ^ 0x5eed);
    List<FaultKind> kinds = new ArrayList<>();
    for (FaultKind kind : KINDS) {
      if (draws.chance(500)) {
        kinds.add(kind);
      }
    }
    kinds.add(KINDS.get(draws.below(KINDS.size())));
    kinds.add(FaultKind.CONFIGURATION_CHANGE);
    return new FaultOptions(
        ImmutableList.copyOf(kinds),
        draws.chance(200)
            ? draws.between(Duration.ofMillis(200), Duration.ofSeconds(2))
            : draws.between(Duration.ofSeconds(2), Duration.ofSeconds(12)),
        draws.chance(300) ? draws.below(80) : 0,
        draws.chance(300) ? draws.below(400) : 0,
        draws.chance(300) ? draws.between(FAST, Duration.ofMillis(400)) : FAST,
        draws.chance(300) ? draws.between(FAST, Duration.ofMillis(1500)) : FAST);
  }

  public static FaultOptions of(Duration between, FaultKind... kinds) {
    return new FaultOptions(ImmutableList.copyOf(kinds), between, 0, 0, FAST, FAST);
  }
}
