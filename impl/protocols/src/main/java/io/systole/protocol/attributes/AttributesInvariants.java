package io.systole.protocol.attributes;

import static io.systole.kernel.Invariants.invariant;

import io.systole.kernel.Invariants;
import io.systole.protocol.attributes.AttributesState.Gathering;

/** What is true of every attribute manager at any time. Spec: {@code Attributes}. */
public final class AttributesInvariants {

  public static final Invariants<AttributesState> ALL =
      Invariants.of(
          invariant("PendingChangesAreNotApplied", AttributesInvariants::pendingAreNotApplied),
          invariant("PendingChangesAreContiguous", AttributesInvariants::pendingAreContiguous),
          invariant("AwaitedAreMembers", AttributesInvariants::awaitedAreMembers),
          invariant("ChangesWaitOnlyWhileGathering", AttributesInvariants::waitWhileGathering),
          invariant("PendingIsBounded", s -> s.pending().size() <= AttributesState.MAX_PENDING));

  private AttributesInvariants() {}

  private static boolean pendingAreNotApplied(AttributesState state) {
    ChangeMark mark = state.table().mark(state.self());
    return state.pending().isEmpty()
        || mark.compareTo(new ChangeMark(state.incarnation(), state.pending().firstKey())) < 0;
  }

  private static boolean pendingAreContiguous(AttributesState state) {
    return state.pending().isEmpty()
        || (state.pending().lastKey() == state.sequence()
            && state.sequence() - state.pending().firstKey() + 1 == state.pending().size());
  }

  private static boolean awaitedAreMembers(AttributesState state) {
    Gathering gathering = state.gathering();
    return gathering.awaited().stream().allMatch(gathering::isMember);
  }

  private static boolean waitWhileGathering(AttributesState state) {
    return state.gathering().waiting().isEmpty() || !state.isSynchronised();
  }
}
