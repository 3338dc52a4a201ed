package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import java.util.Optional;

/**
 * How far the execution of a round has come.
 *
 * @param offers what each peer has said that it can use
 * @param levels that are left, the present one first
 * @param steps that are left of the present level, the present one first
 * @param tried what has been tried for the present level without success
 * @param calls how many orders were given so far
 * @param covered the other operations that every success of the present level serves; absent before
 *     the first success
 * @param trouble what went wrong last, in words
 */
public record Progress(
    ImmutableSortedMap<NodeName, ImmutableList<Offer>> offers,
    ImmutableList<FencingLevel> levels,
    ImmutableList<PlanStep> steps,
    ImmutableSortedSet<Attempt> tried,
    int calls,
    Optional<ImmutableSortedSet<OperationId>> covered,
    String trouble) {

  /** Before the first order of the first of {@code levels}. */
  static Progress start(
      Aim aim,
      ImmutableList<FencingLevel> levels,
      ImmutableSortedMap<NodeName, ImmutableList<Offer>> offers) {
    return new Progress(
        offers,
        levels,
        DeviceChoice.steps(levels.getFirst(), aim.action(), offers),
        ImmutableSortedSet.of(),
        0,
        Optional.empty(),
        "");
  }

  /** Before the first order of the next level; absent if this one is the last. */
  Optional<Progress> nextLevel(Aim aim) {
    if (levels.size() == 1) {
      return Optional.empty();
    }
    Progress fresh = start(aim, levels.subList(1, levels.size()), offers);
    return Optional.of(
        new Progress(
            offers, fresh.levels, fresh.steps, fresh.tried, calls, Optional.empty(), trouble));
  }

  PlanStep step() {
    return steps.getFirst();
  }

  /** One more order was given. */
  Progress called() {
    return new Progress(offers, levels, steps, tried, calls + 1, covered, trouble);
  }

  /** The present step is over. */
  Progress stepDone() {
    return withSteps(steps.subList(1, steps.size()));
  }

  /** There is one more step, to be taken next. */
  Progress first(PlanStep step) {
    return withSteps(ImmutableList.<PlanStep>builder().add(step).addAll(steps).build());
  }

  /** A success that serves these operations as well. */
  Progress serving(ImmutableSortedSet<OperationId> served) {
    ImmutableSortedSet<OperationId> all =
        covered.map(c -> Sorted.only(c, served::contains)).orElse(served);
    return new Progress(offers, levels, steps, tried, calls, Optional.of(all), trouble);
  }

  /** An attempt came to nothing. */
  Progress failed(Attempt attempt, String reason) {
    return new Progress(
        offers,
        levels,
        steps,
        Sorted.with(tried, attempt),
        calls,
        covered,
        attempt + ": " + reason);
  }

  private Progress withSteps(ImmutableList<PlanStep> newSteps) {
    return new Progress(offers, levels, newSteps, tried, calls, covered, trouble);
  }
}
