package io.systole.protocol.transition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.kernel.Cause;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random graphs whose actions end in any order and way. */
class TransitionPropertiesTest {

  private static final int ACTIONS = 24;

  private final TreeMap<Integer, TreeSet<Integer>> inputs = new TreeMap<>();
  private final TreeSet<Integer> begun = new TreeSet<>();
  private final TreeSet<Integer> confirmed = new TreeSet<>();
  private final TreeSet<Integer> underWay = new TreeSet<>();
  private Optional<TransitionOutcome> outcome = Optional.empty();

  @Property(tries = 300)
  void actionsBeginAfterTheirInputsAndOnceAndTheTransitionEnds(@ForAll long seed)
      throws GraphException {
    Random random = new Random(seed);
    TransitionGraph graph = GraphReader.read(graph(random));
    begun.clear();
    confirmed.clear();
    underWay.clear();
    outcome = Optional.empty();
    Runner<TransitionState, TransitionEvent, TransitionEffect> runner =
        new Runner<>(
            "transition",
            new NodeName("n1"),
            1,
            new Transition(),
            TransitionState.INITIAL,
            TransitionInvariants.ALL,
            Trace.NONE);
    step(runner, new TransitionEvent.TransitionStarted(graph));
    boolean disturbed = false;
    while (outcome.isEmpty()) {
      List<Integer> candidates = new ArrayList<>(underWay);
      int action = candidates.get(random.nextInt(candidates.size()));
      int before = begun.size();
      boolean wasDisturbed = disturbed;
      int what = random.nextInt(100);
      if (what < 90) {
        underWay.remove(action);
        confirmed.add(action);
        step(runner, new TransitionEvent.ActionEnded(1, action, true));
      } else if (what < 94) {
        underWay.remove(action);
        disturbed = true;
        step(runner, new TransitionEvent.ActionEnded(1, action, false));
      } else if (what < 97) {
        underWay.remove(action);
        disturbed = true;
        step(runner, new TransitionEvent.ActionOverdue(1, action));
      } else {
        disturbed = true;
        step(runner, new TransitionEvent.TransitionAborted("test"));
      }
      assertFalse(wasDisturbed && begun.size() > before, "something began after the end");
    }
    assertTrue(underWay.isEmpty());
    assertEquals(!disturbed, outcome.equals(Optional.of(TransitionOutcome.COMPLETE)));
    assertTrue(disturbed || begun.size() == ACTIONS);
  }

  private Element graph(Random random) {
    inputs.clear();
    Element.Builder graph =
        Element.builder("transition_graph").attribute("batch-limit", random.nextInt(4));
    for (int id = 1; id <= ACTIONS; id++) {
      TreeSet<Integer> before = new TreeSet<>();
      Element triggers = Element.of("inputs");
      for (int i = 0; i < random.nextInt(4) && id > 1; i++) {
        int input = 1 + random.nextInt(id - 1);
        before.add(input);
        triggers = triggers.plus(Element.of("trigger").plus(action("rsc_op", input)));
      }
      inputs.put(id, before);
      String kind = random.nextInt(3) == 0 ? "pseudo_event" : "rsc_op";
      graph.child(
          Element.of(
                  "synapse",
                  "id",
                  Integer.toString(id),
                  "priority",
                  Integer.toString(random.nextInt(3)))
              .plus(Element.of("action_set").plus(action(kind, id)))
              .plus(triggers));
    }
    return graph.build();
  }

  private static Element action(String kind, int id) {
    return Element.of(
        kind, "id", Integer.toString(id), "operation", "start", "on_node", "n" + id % 3);
  }

  private void step(
      Runner<TransitionState, TransitionEvent, TransitionEffect> runner, TransitionEvent event) {
    for (TransitionEffect effect : runner.step(event, new Cause.Local("test")).step().effects()) {
      switch (effect) {
        case TransitionEffect.PerformAction perform -> begin(perform.action());
        case TransitionEffect.EndTransition end -> outcome = Optional.of(end.outcome());
        case TransitionEffect.StartActionTimer _, TransitionEffect.CancelActionTimer _ -> {}
      }
    }
  }

  private void begin(GraphAction action) {
    assertTrue(begun.add(action.id()), () -> action.id() + " began twice");
    assertTrue(
        confirmed.containsAll(inputs.getOrDefault(action.id(), new TreeSet<>())),
        () -> action.id() + " began before its inputs were confirmed");
    if (action.endsAtOnce()) {
      confirmed.add(action.id());
    } else {
      underWay.add(action.id());
    }
  }
}
