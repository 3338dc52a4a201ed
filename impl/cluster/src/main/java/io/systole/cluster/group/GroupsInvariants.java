package io.systole.cluster.group;

import static io.systole.kernel.Invariants.invariant;

import io.systole.cluster.group.GroupsState.Phase.Agreed;
import io.systole.cluster.group.GroupsState.Phase.Lost;
import io.systole.cluster.group.GroupsState.Phase.Starting;
import io.systole.cluster.group.GroupsState.Phase.Transferring;
import io.systole.kernel.Invariants;

/** What is true of every {@link GroupsState}. */
public final class GroupsInvariants {

  public static final Invariants<GroupsState> ALL =
      Invariants.of(
          invariant("SerialsAreUsedOnce", GroupsInvariants::serialsAreUsedOnce),
          invariant("MembersAreNodes", GroupsInvariants::membersAreNodes),
          invariant("MembersAreOfTheirNodes", GroupsInvariants::membersAreOfTheirNodes),
          invariant("AnnouncersAreNodes", GroupsInvariants::announcersAreNodes),
          invariant("ATransferThatLastsLacksANode", GroupsInvariants::transferLacksANode),
          invariant("NothingWaitsInAgreement", GroupsInvariants::nothingWaitsInAgreement),
          invariant("ChangesAreCounted", GroupsInvariants::changesAreCounted),
          invariant("ALostNodeHasNoMembers", GroupsInvariants::lostHasNoMembers));

  private GroupsInvariants() {}

  private static boolean serialsAreUsedOnce(GroupsState state) {
    return state.local().values().stream().allMatch(serial -> serial < state.nextSerial())
        && state.local().values().stream().distinct().count() == state.local().size();
  }

  private static boolean membersAreNodes(GroupsState state) {
    return !(state.phase() instanceof Agreed agreed)
        || state.members().values().stream()
            .allMatch(group -> agreed.view().nodes().containsAll(group.keySet()));
  }

  private static boolean membersAreOfTheirNodes(GroupsState state) {
    return state.members().values().stream()
        .flatMap(group -> group.entrySet().stream())
        .allMatch(member ->
            Long.valueOf(member.getValue().incarnation())
                .equals(state.incarnations().get(member.getKey())));
  }

  private static boolean announcersAreNodes(GroupsState state) {
    return !(state.phase() instanceof Transferring transferring)
        || transferring.view().nodes().containsAll(transferring.announced().keySet());
  }

  private static boolean transferLacksANode(GroupsState state) {
    return !(state.phase() instanceof Transferring transferring)
        || transferring.announced().size() < transferring.view().nodes().size();
  }

  private static boolean nothingWaitsInAgreement(GroupsState state) {
    return !(state.phase() instanceof Agreed) || state.waiting().isEmpty();
  }

  private static boolean changesAreCounted(GroupsState state) {
    return switch (state.phase()) {
      case Agreed agreed -> agreed.changes() >= 1 && agreed.changes() < Groups.MAX_CHANGES_A_VIEW;
      case Starting _, Transferring _, Lost _ -> true;
    };
  }

  private static boolean lostHasNoMembers(GroupsState state) {
    return !(state.phase() instanceof Lost) || state.local().isEmpty();
  }
}
