package io.systole.refinement.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Trace;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibReplica;
import io.systole.protocol.cib.CibState;
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

/** What three replicas do in a long time is what their specification says, step by step. */
class CibTraceTest {

  private static final Names NAMES = Names.count(3);
  private static final long SEED = Long.getLong("systole.trace.seed", 1);
  private static final int WALKS = Integer.getInteger("systole.trace.walks", 60);
  private static final int STEPS = 250;

  @Test
  void walksAreAsSpecified() throws TlcException, IOException {
    CibBounds bounds =
        new CibBounds(
            NAMES,
            2,
            false,
            ImmutableSortedSet.of("bad", "conf", "same", "stat"),
            new CibBounds.Rounds(NAMES.all(), NAMES.all(), ImmutableSortedSet.of("FALSE", "TRUE")),
            NAMES.all(),
            new CibBounds.Limits(5, 4, 40, 2, 12, 1));
    List<Trace.TracedStep> trace = new ArrayList<>();
    for (int i = 0; i < WALKS; i++) {
      RandomWalk<CibState, CibEvent, CibEffect> walk =
          new RandomWalk<>(
              new RandomWalk.Form<>(
                  "cib " + i,
                  UnaryOperator.identity(),
                  ImmutableSet.of("ViewChanged", "Delivered", "Stored")));
      trace.addAll(
          walk.walk(
              new CibComposition(bounds, walk.watched(new CibReplica(), CibState::self)),
              new Random(SEED + i),
              STEPS));
    }
    Manifest manifest = Specs.manifest("cib");
    TlcSpec spec = new TlcSpec(manifest.folder(), "MCCib", "MCCib", manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      TraceValidator<CibState, CibEvent, CibEffect> validator =
          new TraceValidator<>(
              evaluator,
              new TraceValidator.Form<>(
                  "TraceStep",
                  CibState.class,
                  CibEvent.class,
                  CibEffect.class,
                  NAMES,
                  CibComposition.bindingOf(bounds)));
      assertEquals(ImmutableList.of(), validator.validate(trace), () -> "seed " + SEED);
      Specs.traced("cib", validator.kinds());
    }
  }
}
