package io.systole.protocol.election;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ElectionTest {

  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final NodeName C = new NodeName("c");
  private static final Round FIRST = Round.first(new ViewId(1, A));

  private final Election machine =
      new Election(new ElectionConstants(B, ImmutableSortedSet.of(A, B, C)));
  private ElectionState state = ElectionState.initial(B);

  private static View view(long number, NodeName... members) {
    ImmutableSortedSet<NodeName> set = ImmutableSortedSet.copyOf(members);
    return new View(new ViewId(number, A), set, set, 2, set.size() > 1);
  }

  private Step<ElectionState, ElectionEffect> take(ElectionEvent event) {
    Step<ElectionState, ElectionEffect> step = machine.step(state, event);
    state = step.state();
    assertEquals(ImmutableList.of(), ElectionInvariants.ALL.broken(state));
    return step;
  }

  private Step<ElectionState, ElectionEffect> vote(NodeName voter, Round round, Epoch seen) {
    return take(new ElectionEvent.VoteDelivered(voter, new Vote(round, seen)));
  }

  private static Epoch never(NodeName node) {
    return new Epoch(0, node);
  }

  @Test
  void votesAtOnceIfAllExpectedNodesAreThere() {
    assertEquals(
        ImmutableList.of(
            new ElectionEffect.CastVote(new Vote(FIRST, never(B))),
            new ElectionEffect.StartVotesTimer()),
        take(new ElectionEvent.ViewChanged(view(1, A, B, C))).effects());
  }

  @Test
  void holdsBackWhileNodesAreStarting() {
    take(new ElectionEvent.ViewChanged(view(1, A, B)));
    assertEquals(ElectionPhase.HOLDING, state.phase());
    assertEquals(
        ImmutableList.of(
            new ElectionEffect.CastVote(new Vote(FIRST, never(B))),
            new ElectionEffect.StartVotesTimer()),
        take(new ElectionEvent.DeadtimePassed()).effects());
    assertEquals(ElectionPhase.VOTING, state.phase());
  }

  @Test
  void aVoteOfAnotherEndsTheHolding() {
    take(new ElectionEvent.ViewChanged(view(1, A, B)));
    assertEquals(
        ImmutableList.of(
            new ElectionEffect.CancelDeadtime(),
            new ElectionEffect.CastVote(new Vote(FIRST, never(B))),
            new ElectionEffect.StartVotesTimer()),
        vote(A, FIRST, new Epoch(4, A)).effects());
  }

  @Test
  void theDeadTimeRunsOnceHoweverOftenTheViewChanges() {
    take(new ElectionEvent.ViewChanged(view(1, B)));
    assertEquals(ImmutableList.of(), take(new ElectionEvent.ViewChanged(view(2, A, B))).effects());
  }

  @Test
  void theLastVoteNamesTheWinner() {
    take(new ElectionEvent.ViewChanged(view(1, A, B, C)));
    vote(A, FIRST, never(A));
    vote(B, FIRST, never(B));
    assertEquals(Optional.empty(), state.winner());
    assertEquals(
        ImmutableList.of(
            new ElectionEffect.CancelVotesTimer(), new ElectionEffect.DeclareWinner(A, never(C))),
        vote(C, FIRST, never(C)).effects());
  }

  @Test
  void theLastCoordinatorStays() {
    take(new ElectionEvent.ViewChanged(view(1, A, B, C)));
    vote(A, FIRST, new Epoch(6, A));
    vote(B, FIRST, new Epoch(7, C));
    vote(C, FIRST, new Epoch(7, C));
    assertEquals(Optional.of(C), state.winner());
    assertEquals(new Epoch(7, C), state.seen());
  }

  @Test
  void aLostCoordinatorIsReplacedByTheLeastName() {
    take(new ElectionEvent.ViewChanged(view(1, B, C)));
    take(new ElectionEvent.DeadtimePassed());
    vote(C, FIRST, new Epoch(7, A));
    vote(B, FIRST, new Epoch(7, A));
    assertEquals(Optional.of(B), state.winner());
  }

  @Test
  void aCallBeginsANewRoundWhenItIsHeard() {
    take(new ElectionEvent.ViewChanged(view(1, A, B, C)));
    ImmutableList.of(A, B, C).forEach(voter -> vote(voter, FIRST, never(voter)));
    take(new ElectionEvent.EpochSeen(new Epoch(9, C)));
    Vote call = new Vote(FIRST.next(), new Epoch(9, C));
    assertEquals(
        ImmutableList.of(new ElectionEffect.CastVote(call)),
        take(new ElectionEvent.ElectionCalled()).effects());
    assertEquals(Optional.of(A), state.winner());
    vote(B, call.round(), call.seen());
    assertEquals(ElectionPhase.VOTING, state.phase());
    assertEquals(Optional.of(ElectionRefusal.OLD_ROUND), vote(A, FIRST, never(A)).refusal());
    vote(A, call.round(), never(A));
    vote(C, call.round(), new Epoch(9, C));
    assertEquals(Optional.of(C), state.winner());
  }

  @Test
  void whatDoesNotCountIsRefusedWithItsReason() {
    assertEquals(Optional.of(ElectionRefusal.OTHER_VIEW), vote(A, FIRST, never(A)).refusal());
    assertEquals(
        Optional.of(ElectionRefusal.NOT_HOLDING),
        take(new ElectionEvent.DeadtimePassed()).refusal());
    take(new ElectionEvent.ViewChanged(view(1, A, B)));
    assertEquals(
        Optional.of(ElectionRefusal.SAME_VIEW),
        take(new ElectionEvent.ViewChanged(view(1, A, B))).refusal());
    assertEquals(Optional.of(ElectionRefusal.NOT_A_MEMBER), vote(C, FIRST, never(C)).refusal());
    assertEquals(
        Optional.of(ElectionRefusal.NOT_VOTING), take(new ElectionEvent.VotesOverdue()).refusal());
    assertEquals(
        Optional.of(ElectionRefusal.NOT_DECIDED),
        take(new ElectionEvent.ElectionCalled()).refusal());
    vote(A, FIRST, never(A));
    assertEquals(
        Optional.of(ElectionRefusal.ALREADY_VOTED), vote(A, FIRST, new Epoch(3, A)).refusal());
    assertEquals(
        Optional.of(ElectionRefusal.OTHER_VIEW),
        vote(A, Round.first(new ViewId(2, B)), never(A)).refusal());
    assertEquals(
        Optional.of(ElectionRefusal.NOT_NEWER),
        take(new ElectionEvent.EpochSeen(never(A))).refusal());
  }

  @Test
  void aVoteThatIsMissingIsAskedForBySayingOnesOwnAgain() {
    take(new ElectionEvent.ViewChanged(view(1, A, B, C)));
    assertEquals(
        ImmutableList.of(
            new ElectionEffect.CastVote(new Vote(FIRST, never(B))),
            new ElectionEffect.StartVotesTimer()),
        take(new ElectionEvent.VotesOverdue()).effects());
  }
}
