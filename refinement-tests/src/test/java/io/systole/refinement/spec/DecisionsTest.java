package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.refinement.graph.Label;
import io.systole.refinement.manifest.Decisions;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an edge and a traced step are counted for. */
class DecisionsTest {

  @ParameterizedTest
  @CsvSource({
    "election, VoteStrayed,      '',         NOT_A_MEMBER,    VoteStrayed, VoteDelivered",
    "fencing,  MessageDelivered, QueryReply, NOT_FOR_US,      MessageDelivered QueryReply, QueryReply",
    "fencing,  MessageStrayed,   Execute,    NOT_THE_ORIGINATOR, MessageStrayed, Execute",
    "fencing,  TimerStrayed,     Round,      STALE_TIMER,     TimerStrayed, RoundTimer",
    "fencing,  TimerFired,       Round,      STALE_TIMER,     TimerFired Round, RoundTimer",
    "cib,      Delivered,        Summary,    STALE_MESSAGE,   Delivered Summary, Summary",
    "cib,      Delivered,        Summary,    NOT_A_MEMBER,    Delivered Summary, Delivered",
    "transition, ActionOverdue,  '',         NOT_RUNNING,     ActionOverdue, Running",
  })
  void anEdgeCountsForItsActionAndItsGuard(
      String protocol, String action, String kind, String refusal, String row, String guard)
      throws IOException {
    Label label =
        new Label(
            action, ImmutableSortedMap.of("kind", '"' + kind + '"', "o", '"' + refusal + '"'));
    assertEquals(
        ImmutableSet.of(row, guard + " refuses " + refusal), decisions(protocol).ofEdge(label));
  }

  @ParameterizedTest
  @CsvSource({
    "election, VoteDelivered,    '',          ALREADY_VOTED, VoteDelivered, VoteDelivered",
    "join,     MessageDelivered, JoinRequest, NOT_DC,        ReceiveRequest, ReceiveRequest",
    "join,     TimerFired,       RETRY,       OTHER_STAGE,   RetryDue, RetryDue",
    "join,     HistoryWritten,   '',          OTHER_ROUND,   SendConfirm, SendConfirm",
    "fencing,  TimerFired,       Delay,       STALE_TIMER,   TimerFired Delay, DelayTimer",
  })
  void aTracedStepCountsForThemToo(
      String protocol, String event, String kind, String refusal, String row, String guard)
      throws IOException {
    assertEquals(
        ImmutableSet.of(row, guard + " refuses " + refusal),
        decisions(protocol).ofEvent(event, kind, refusal));
  }

  @Test
  void whatTheWorldDoesIsNoStepOfAMachine() throws IOException {
    Decisions decisions = decisions("cib");
    assertTrue(decisions.rows().contains("Crashed"));
    assertFalse(decisions.rowsOfMachines().contains("Crashed"));
    assertTrue(decisions.rowsOfMachines().contains("Delivered Propose"));
    assertEquals(
        ImmutableSet.of("Delivered", "MessageStrayed"),
        decisions.actionsOf("ProposeOutcome.NO_QUORUM"));
  }

  private static Decisions decisions(String protocol) throws IOException {
    return Decisions.of(Specs.manifest(protocol));
  }
}
