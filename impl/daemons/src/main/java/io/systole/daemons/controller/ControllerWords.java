package io.systole.daemons.controller;

import io.systole.cib.EpochCodec;
import io.systole.daemons.runtime.RoleContext;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.controller.ControllerState;
import io.systole.protocol.controller.Coordination;
import io.systole.protocol.join.JoinPhase;
import io.systole.protocol.transition.ActionStatus;
import io.systole.xml.Element;
import java.util.Locale;
import java.util.Optional;

/** What the controller tells of itself. */
final class ControllerWords {

  private ControllerWords() {}

  /**
   * {@code <controller-state node="" role="dc|member|none" dc="" epoch="" coordinator="" quorate=""
   * phase="" stage=""?>} with a {@code <node>} for each node of the view (its phase is known to the
   * DC alone) and a {@code <transition>} if one is under way.
   */
  static Element state(ControllerState state, RoleContext context) {
    Optional<View> view = state.join().view();
    Optional<NodeName> dc = state.join().dc();
    Element.Builder told =
        Element.builder("controller-state")
            .attribute("node", context.node().value())
            .attribute("role", role(dc, context.node()))
            .attribute("dc", dc.map(NodeName::value))
            .attribute("quorate", Boolean.toString(view.filter(View::quorate).isPresent()))
            .attribute("election", word(state.election().phase()))
            .attribute("phase", word(state.join().phase()))
            .attribute("stage", state.coordination().map(c -> word(c.stage())));
    EpochCodec.write(state.seen(), "epoch", "coordinator", told);
    view.ifPresent(known -> known.nodes().forEach(node -> told.child(node(state, known, node))));
    transition(state).ifPresent(told::child);
    return told.build();
  }

  private static String role(Optional<NodeName> dc, NodeName self) {
    return dc.map(name -> name.equals(self) ? "dc" : "member").orElse("none");
  }

  private static Element node(ControllerState state, View view, NodeName node) {
    JoinPhase phase = state.join().round().map(round -> round.phase(node)).orElse(JoinPhase.NONE);
    Element.Builder told =
        Element.builder("node")
            .attribute("name", node.value())
            .attribute("member", Boolean.toString(view.members().contains(node)));
    if (state.join().round().isPresent()) {
      told.attribute("phase", word(phase));
    }
    return told.build();
  }

  private static Optional<Element> transition(ControllerState state) {
    return state
        .transition()
        .run()
        .map(run ->
            Element.builder("transition")
                .attribute("number", state.transition().number())
                .attribute("actions", run.graph().actions().size())
                .attribute("confirmed", run.in(ActionStatus.CONFIRMED).size())
                .attribute("started", run.in(ActionStatus.STARTED).size())
                .attribute("failed", run.in(ActionStatus.FAILED).size())
                .attribute("ending", run.end().map(ControllerWords::word))
                .attribute("reason", run.reason())
                .attribute("wanted", state.coordination().map(Coordination::wanted).orElse(""))
                .build());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
