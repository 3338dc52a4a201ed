package io.systole.simulation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A schedule that breaks a promise, made as small as it gets.
 *
 * @param all what struck at first
 * @param left what is enough to break the same promise
 * @param broken by what is left, with the story of it
 */
public record Shrunk(ImmutableList<Strike> all, ImmutableList<Strike> left, BrokenPromise broken) {

  /** How many runs are made for it at most. */
  private static final int ATTEMPTS = 300;

  /**
   * Shrinks a schedule.
   *
   * @param broken by the whole schedule
   */
  public static Shrunk of(SimulationOptions options, BrokenPromise broken) {
    ImmutableList<Strike> all =
        new Simulation(options)
            .strikes().stream()
                .filter(strike -> !options.spared().contains(strike.number()))
                .collect(ImmutableList.toImmutableList());
    ImmutableList<Strike> left =
        new Shrinker<Strike>(
                some ->
                    breaks(options, some).filter(b -> b.promise() == broken.promise()).isPresent(),
                ATTEMPTS)
            .shrink(all);
    return new Shrunk(all, left, breaks(options, left).orElse(broken));
  }

  /** What a schedule breaks if nothing strikes but these. */
  static Optional<BrokenPromise> breaks(SimulationOptions options, ImmutableList<Strike> strikes) {
    ImmutableSortedSet<Integer> kept =
        strikes.stream()
            .map(Strike::number)
            .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compareTo));
    ImmutableSortedSet<Integer> spared =
        new Simulation(options)
            .strikes().stream()
                .map(Strike::number)
                .filter(number -> !kept.contains(number))
                .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compareTo));
    try {
      var _ = new Simulation(options.sparing(spared)).run();
      return Optional.empty();
    } catch (BrokenPromise e) {
      return Optional.of(e);
    }
  }

  @Override
  public String toString() {
    return left.size()
        + " of "
        + all.size()
        + " strikes are enough"
        + left.stream()
            .map(s -> "\n  " + s.number() + ". " + s.kind() + " after " + s.at())
            .collect(Collectors.joining());
  }
}
