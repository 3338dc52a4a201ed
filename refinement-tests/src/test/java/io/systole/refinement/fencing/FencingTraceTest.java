package io.systole.refinement.fencing;

import com.google.common.collect.ImmutableSet;
import io.systole.protocol.fencing.FencingEffect;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.FencingMachine;
import io.systole.protocol.fencing.FencingState;
import io.systole.refinement.spec.WalkCheck;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.trace.TraceValidator;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What three fencers do in a long time is what their specification says, step by step. */
class FencingTraceTest {

  @Test
  void walksAreAsSpecified() throws TlcException, IOException {
    new WalkCheck<FencingState, FencingEvent, FencingEffect>(
            new WalkCheck.Walks("fencing", "MCFencing", "MCFencing", 24, 700),
            FencingTexts::without,
            ImmutableSet.of("ViewChanged", "MessageDelivered"),
            new TraceValidator.Form<>(
                "TraceStep",
                FencingState.class,
                FencingEvent.class,
                FencingEffect.class,
                FencingModels.BINDING.values().names(),
                FencingModels.BINDING))
        .walk(walk ->
            new FencingComposition(
                FencingModels.large(),
                FencingModels.BINDING,
                walk.watched(new FencingMachine(), FencingState::self)));
  }
}
