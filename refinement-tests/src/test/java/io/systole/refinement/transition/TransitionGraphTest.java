package io.systole.refinement.transition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.protocol.transition.ActionKind;
import io.systole.protocol.transition.GraphAction;
import io.systole.protocol.transition.Synapse;
import io.systole.protocol.transition.TransitionGraph;
import io.systole.refinement.spec.GraphCheck;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The transition has the states and the edges of {@code MCTransition}, and no others. */
class TransitionGraphTest {

  private static final int ANY = -1;

  @TestFactory
  Stream<DynamicTest> sameGraphs() {
    return GraphCheck.sameGraphs(
        "transition", bounds -> new TransitionComposition(graphs(), offered()));
  }

  private static ImmutableList<ImmutableSortedSet<String>> offered() {
    return ImmutableList.of(
        ImmutableSortedSet.copyOf(graphs().keySet()), ImmutableSortedSet.of("OneByOne"));
  }

  static ImmutableMap<String, TransitionGraph> graphs() {
    return ImmutableMap.of(
        "Diamond",
        graph(
            0,
            ANY,
            synapse(work(1), 3),
            synapse(work(2)),
            synapse(point(3), 2, 4),
            synapse(work(4))),
        "OneByOne",
        graph(1, ANY, synapse(work(2)), synapse(work(1)), synapse(point(3))),
        "Migrations",
        graph(
            0,
            1,
            synapse(move(1, "n1")),
            synapse(move(2, "n1")),
            synapse(move(3, "n2")),
            synapse(work(4))),
        "Circle",
        graph(0, ANY, synapse(work(1)), synapse(work(2), 3), synapse(point(3), 2)),
        "Points",
        graph(1, 0, synapse(point(1), 2), synapse(point(2))));
  }

  private static TransitionGraph graph(int batch, int migrations, Synapse... synapses) {
    ImmutableSortedMap.Builder<Integer, GraphAction> actions = ImmutableSortedMap.naturalOrder();
    for (Synapse synapse : synapses) {
      actions.put(synapse.action().id(), synapse.action());
    }
    return new TransitionGraph(
        Duration.ZERO,
        Duration.ZERO,
        batch,
        migrations,
        "INFINITY",
        "INFINITY",
        ImmutableList.copyOf(synapses),
        actions.buildOrThrow());
  }

  private static Synapse synapse(GraphAction action, Integer... inputs) {
    return new Synapse(action.id(), 0, action, ImmutableSortedSet.copyOf(inputs));
  }

  private static GraphAction work(int id) {
    return action(id, ActionKind.RESOURCE, "start", Optional.of(new NodeName("n1")));
  }

  private static GraphAction move(int id, String node) {
    return action(id, ActionKind.RESOURCE, "migrate_to", Optional.of(new NodeName(node)));
  }

  private static GraphAction point(int id) {
    return action(id, ActionKind.PSEUDO, "start", Optional.empty());
  }

  private static GraphAction action(
      int id, ActionKind kind, String operation, Optional<NodeName> node) {
    return new GraphAction(
        id,
        kind,
        operation,
        "r" + id,
        node,
        Optional.empty(),
        Duration.ZERO,
        0,
        false,
        Element.of("rsc_op"));
  }
}
