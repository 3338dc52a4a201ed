package io.systole.refinement.join;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.protocol.join.Join;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinState;
import io.systole.refinement.bus.Names;
import io.systole.refinement.spec.WalkCheck;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.trace.TraceValidator;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What three nodes do in a long time, of which one speaks another version, is what is specified.
 */
class JoinTraceTest {

  private static final Names NAMES = Names.count(3);
  private static final JoinBounds BOUNDS =
      new JoinBounds(
          3,
          ImmutableSortedSet.of("2"),
          3,
          3,
          12,
          12,
          5,
          ImmutableSortedSet.of(
              "CibLost",
              "EpochSeen",
              "Late",
              "Lost",
              "Overdue",
              "Remembered",
              "Restarted",
              "RoundWanted",
              "Stray",
              "SynchroniseFailed"));

  @Test
  void walksAreAsSpecified() throws TlcException, IOException {
    new WalkCheck<JoinState, JoinEvent, JoinEffect>(
            new WalkCheck.Walks("join", "MCJoin", "MCJoinVersions", 80, 300),
            UnaryOperator.identity(),
            ImmutableSet.of(
                "DcElected",
                "ReceiveAck",
                "ReceiveAnnounce",
                "ReceiveConfirm",
                "ReceiveNack",
                "ReceiveOffer",
                "ReceiveRequest",
                "SendConfirm",
                "Synchronised",
                "ViewChanged"),
            new TraceValidator.Form<>(
                "TraceStepOfVersions",
                JoinState.class,
                JoinEvent.class,
                JoinEffect.class,
                NAMES,
                new JoinBinding(NAMES)))
        .walk(walk ->
            new JoinComposition(BOUNDS, node -> walk.watched(new Join(node), _ -> node.self())));
  }
}
