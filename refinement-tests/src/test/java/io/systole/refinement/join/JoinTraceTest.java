package io.systole.refinement.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Trace;
import io.systole.protocol.join.Join;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinState;
import io.systole.refinement.bus.Names;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.spec.Specs;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import io.systole.refinement.trace.RandomWalk;
import io.systole.refinement.trace.TraceValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What three nodes do in a long time, of which one speaks another version, is what is specified.
 */
class JoinTraceTest {

  private static final Names NAMES = Names.count(3);
  private static final long SEED = Long.getLong("systole.trace.seed", 1);
  private static final int WALKS = Integer.getInteger("systole.trace.walks", 60);
  private static final int STEPS = 300;
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
              "Restarted",
              "RoundWanted",
              "SynchroniseFailed"));

  @Test
  void walksAreAsSpecified() throws TlcException, IOException {
    List<Trace.TracedStep> trace = new ArrayList<>();
    for (int i = 0; i < WALKS; i++) {
      RandomWalk<JoinState, JoinEvent, JoinEffect> walk =
          new RandomWalk<>(
              new RandomWalk.Form<>(
                  "join " + i,
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
                      "ViewChanged")));
      JoinComposition composition =
          new JoinComposition(BOUNDS, node -> walk.watched(new Join(node), state -> node.self()));
      trace.addAll(walk.walk(composition, new Random(SEED + i), STEPS));
    }
    Manifest manifest = Specs.manifest("join");
    TlcSpec spec = new TlcSpec(manifest.folder(), "MCJoin", "MCJoinVersions", manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      TraceValidator<JoinState, JoinEvent, JoinEffect> validator =
          new TraceValidator<>(
              evaluator,
              new TraceValidator.Form<>(
                  "TraceStepOfVersions",
                  JoinState.class,
                  JoinEvent.class,
                  JoinEffect.class,
                  NAMES,
                  new JoinBinding(NAMES)));
      assertEquals(ImmutableList.of(), validator.validate(trace), () -> "seed " + SEED);
      Specs.traced("join", validator.kinds());
    }
  }
}
