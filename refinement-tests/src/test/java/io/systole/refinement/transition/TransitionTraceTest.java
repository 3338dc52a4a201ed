package io.systole.refinement.transition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.protocol.transition.Transition;
import io.systole.protocol.transition.TransitionEffect;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionState;
import io.systole.refinement.bus.Names;
import io.systole.refinement.spec.WalkCheck;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.trace.TraceValidator;
import java.io.IOException;
import java.util.Collections;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a DC does with many transitions, one after another, is what is specified. */
class TransitionTraceTest {

  private static final Names NAMES = Names.count(1);
  private static final int TRANSITIONS = 100;

  @Test
  void walksAreAsSpecified() throws TlcException, IOException {
    new WalkCheck<TransitionState, TransitionEvent, TransitionEffect>(
            new WalkCheck.Walks("transition", "MCTransition", "MCTransition", 4, 300),
            UnaryOperator.identity(),
            ImmutableSet.of("ActionEnded"),
            new TraceValidator.Form<>(
                "TraceStep",
                TransitionState.class,
                TransitionEvent.class,
                TransitionEffect.class,
                NAMES,
                new TransitionBinding()))
        .walk(walk ->
            new TransitionComposition(
                TransitionGraphTest.graphs(),
                ImmutableList.copyOf(
                    Collections.nCopies(
                        TRANSITIONS,
                        ImmutableSortedSet.copyOf(TransitionGraphTest.graphs().keySet()))),
                walk.watched(new Transition(), _ -> NAMES.nodes().getFirst())));
  }
}
