package io.systole.refinement.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.kernel.Trace;
import io.systole.protocol.fencing.FencingEffect;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.FencingMachine;
import io.systole.protocol.fencing.FencingState;
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
import org.junit.jupiter.api.Test;

/** What three fencers do in a long time is what their specification says, step by step. */
class FencingTraceTest {

  private static final long SEED = Long.getLong("systole.trace.seed", 1);
  private static final int WALKS = Integer.getInteger("systole.trace.walks", 16);
  private static final int STEPS = 700;

  @Test
  void walksAreAsSpecified() throws TlcException, IOException {
    List<Trace.TracedStep> trace = new ArrayList<>();
    for (int i = 0; i < WALKS; i++) {
      RandomWalk<FencingState, FencingEvent, FencingEffect> walk =
          new RandomWalk<>(
              new RandomWalk.Form<>(
                  "fencing " + i,
                  FencingTexts::without,
                  ImmutableSet.of("ViewChanged", "MessageDelivered")));
      trace.addAll(
          walk.walk(
              new FencingComposition(
                  FencingModels.large(),
                  FencingModels.BINDING,
                  walk.watched(new FencingMachine(), FencingState::self)),
              new Random(SEED + i),
              STEPS));
    }
    Manifest manifest = Specs.manifest("fencing");
    TlcSpec spec = new TlcSpec(manifest.folder(), "MCFencing", "MCFencing", manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      TraceValidator<FencingState, FencingEvent, FencingEffect> validator =
          new TraceValidator<>(
              evaluator,
              new TraceValidator.Form<>(
                  "TraceStep",
                  FencingState.class,
                  FencingEvent.class,
                  FencingEffect.class,
                  FencingModels.BINDING.values().names(),
                  FencingModels.BINDING));
      assertEquals(ImmutableList.of(), validator.validate(trace), () -> "seed " + SEED);
      Specs.traced("fencing", validator.kinds());
    }
  }
}
