package io.systole.refinement.cib;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibReplica;
import io.systole.protocol.cib.CibState;
import io.systole.refinement.bus.Names;
import io.systole.refinement.spec.WalkCheck;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.trace.TraceValidator;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What three replicas do in a long time is what their specification says, step by step. */
class CibTraceTest {

  private static final Names NAMES = Names.count(3);

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
            new CibBounds.Limits(5, 4, 40, 2, 12, 1, true));
    new WalkCheck<CibState, CibEvent, CibEffect>(
            // A change that is made for the second time is none that the model has.
            new WalkCheck.Walks("cib", "MCCib", "MCCib", 60, 250, ImmutableSet.of("EDIT_REFUSED")),
            UnaryOperator.identity(),
            ImmutableSet.of("ViewChanged", "Delivered", "Stored"),
            new TraceValidator.Form<>(
                "TraceStep",
                CibState.class,
                CibEvent.class,
                CibEffect.class,
                NAMES,
                CibComposition.bindingOf(bounds)))
        .walk(walk -> new CibComposition(bounds, walk.watched(new CibReplica(), CibState::self)));
  }
}
