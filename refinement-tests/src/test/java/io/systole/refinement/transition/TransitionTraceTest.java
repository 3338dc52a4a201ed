package io.systole.refinement.transition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Trace;
import io.systole.protocol.transition.Transition;
import io.systole.protocol.transition.TransitionEffect;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionState;
import io.systole.refinement.bus.Names;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.spec.Specs;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import io.systole.refinement.trace.RandomWalk;
import io.systole.refinement.trace.TraceValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a DC does with many transitions, one after another, is what is specified. */
class TransitionTraceTest {

  private static final Names NAMES = Names.count(1);
  private static final long SEED = Long.getLong("systole.trace.seed", 1);
  private static final int WALKS = Integer.getInteger("systole.trace.walks", 4);
  private static final int STEPS = 300;
  private static final int TRANSITIONS = 100;

  @Test
  void walksAreAsSpecified() throws TlcException, IOException {
    List<Trace.TracedStep> trace = new ArrayList<>();
    for (int i = 0; i < WALKS; i++) {
      RandomWalk<TransitionState, TransitionEvent, TransitionEffect> walk =
          new RandomWalk<>(
              new RandomWalk.Form<>(
                  "transition " + i, UnaryOperator.identity(), ImmutableSet.of("ActionEnded")));
      TransitionComposition composition =
          new TransitionComposition(
              TransitionGraphTest.graphs(),
              ImmutableList.copyOf(
                  Collections.nCopies(
                      TRANSITIONS,
                      ImmutableSortedSet.copyOf(TransitionGraphTest.graphs().keySet()))),
              walk.watched(new Transition(), state -> NAMES.nodes().getFirst()));
      trace.addAll(walk.walk(composition, new Random(SEED + i), STEPS));
    }
    Manifest manifest = Specs.manifest("transition");
    TlcSpec spec =
        new TlcSpec(manifest.folder(), "MCTransition", "MCTransition", manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      TraceValidator<TransitionState, TransitionEvent, TransitionEffect> validator =
          new TraceValidator<>(
              evaluator,
              new TraceValidator.Form<>(
                  "TraceStep",
                  TransitionState.class,
                  TransitionEvent.class,
                  TransitionEffect.class,
                  NAMES,
                  new TransitionBinding()));
      assertEquals(ImmutableList.of(), validator.validate(trace), () -> "seed " + SEED);
      Specs.traced("transition", validator.kinds());
    }
  }
}
