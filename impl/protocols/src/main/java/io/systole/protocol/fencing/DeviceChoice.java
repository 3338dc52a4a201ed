package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Which peer uses which device. (Spec: {@code Fencing!Best}.) */
final class DeviceChoice {

  private DeviceChoice() {}

  /**
   * A peer's device that is able.
   *
   * @param attempt what would be ordered
   * @param budget the longest that it may take
   */
  record Candidate(Attempt attempt, Offer offer, Duration budget) {}

  /** Verified access first, then any node before the target, then priority, then least name. */
  private static Comparator<Candidate> preference(NodeName target) {
    return Comparator.comparingInt((Candidate c) -> c.offer().verified() ? 0 : 1)
        .thenComparingInt(c -> c.attempt().peer().equals(target) ? 1 : 0)
        .thenComparingLong(c -> -(long) c.offer().priority())
        .thenComparing(Candidate::attempt);
  }

  /** The best of what is left for the present step, if anything is. */
  static Optional<Candidate> choose(
      Progress progress, NodeName target, ImmutableSortedSet<NodeName> members) {
    PlanStep step = progress.steps().getFirst();
    return progress.offers().entrySet().stream()
        .filter(e -> members.contains(e.getKey()))
        .filter(e -> step.action().byTargetItself() || !e.getKey().equals(target))
        .flatMap(e -> candidates(e.getKey(), e.getValue(), step))
        .filter(c -> !progress.tried().contains(c.attempt()))
        .min(preference(target));
  }

  /**
   * The steps of a level. A reboot that some device of the level cannot do itself becomes off by
   * all, and then on by all: a node with two supplies is off only while both are.
   */
  static ImmutableList<PlanStep> steps(
      FencingLevel level,
      FencingAction action,
      ImmutableSortedMap<NodeName, ImmutableList<Offer>> offers) {
    if (level.isAnyDevice()) {
      return ImmutableList.of(new PlanStep(action, Optional.empty(), true));
    }
    boolean direct =
        action != FencingAction.REBOOT
            || level.devices().stream().allMatch(d -> canReboot(d, offers));
    if (direct) {
      return each(level, action, true).collect(ImmutableList.toImmutableList());
    }
    return Stream.concat(each(level, FencingAction.OFF, true), each(level, FencingAction.ON, false))
        .collect(ImmutableList.toImmutableList());
  }

  private static Stream<PlanStep> each(FencingLevel level, FencingAction action, boolean required) {
    return level.devices().stream().map(d -> new PlanStep(action, Optional.of(d), required));
  }

  private static boolean canReboot(
      String device, ImmutableSortedMap<NodeName, ImmutableList<Offer>> offers) {
    return offers.values().stream()
        .flatMap(ImmutableList::stream)
        .anyMatch(o -> o.device().equals(device) && o.budgets().containsKey(FencingAction.REBOOT));
  }

  private static Stream<Candidate> candidates(
      NodeName peer, ImmutableList<Offer> offers, PlanStep step) {
    return offers.stream()
        .filter(o -> step.device().isEmpty() || step.device().get().equals(o.device()))
        .filter(o -> o.can(step.action()))
        .map(o -> candidate(peer, o, o.mapped(step.action())));
  }

  private static Candidate candidate(NodeName peer, Offer offer, FencingAction action) {
    return new Candidate(
        new Attempt(peer, offer.device(), action),
        offer,
        offer.budgets().getOrDefault(action, Duration.ZERO));
  }
}
