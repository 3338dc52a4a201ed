package io.systole.cluster.ring;

import static io.systole.kernel.Invariants.invariant;

import io.systole.cluster.ring.RingGroupState.Standing.Asking;
import io.systole.cluster.ring.RingGroupState.Standing.Outside;
import io.systole.cluster.ring.RingGroupState.Standing.Settled;
import io.systole.cluster.ring.RingWord.Knowledge;
import io.systole.kernel.Invariants;

/** What is true of every {@link RingGroupState}. */
public final class RingGroupInvariants {

  public static final Invariants<RingGroupState> ALL =
      Invariants.of(
          invariant("WhoIsInsideIsAMember", RingGroupInvariants::insideIsAMember),
          invariant("ClaimsAreOfMembers", RingGroupInvariants::claimsAreOfMembers),
          invariant("NothingWaitsInAView", RingGroupInvariants::nothingWaitsInAView),
          invariant("OnlyWhoKnowsTells", RingGroupInvariants::onlyWhoKnowsTells),
          invariant("ChangesFitInARing", RingGroupInvariants::changesFitInARing));

  private RingGroupInvariants() {}

  private static boolean insideIsAMember(RingGroupState state) {
    return state.standing() instanceof Outside || state.members().contains(state.self());
  }

  private static boolean claimsAreOfMembers(RingGroupState state) {
    return !(state.standing() instanceof Settled(Knowledge knowledge))
        || (knowledge.present().containsAll(knowledge.claims().keySet())
            && state.members().containsAll(knowledge.present()));
  }

  private static boolean nothingWaitsInAView(RingGroupState state) {
    return !state.isInView() || state.waiting().isEmpty();
  }

  private static boolean onlyWhoKnowsTells(RingGroupState state) {
    return switch (state.standing()) {
      case Outside _, Asking _ -> state.told().isEmpty();
      case Settled _ -> true;
    };
  }

  private static boolean changesFitInARing(RingGroupState state) {
    return !(state.standing() instanceof Settled(Knowledge knowledge))
        || (knowledge.change() >= 0 && knowledge.change() < RingViews.VIEWS_A_RING);
  }
}
