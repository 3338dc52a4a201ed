package io.systole.scheduler.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.scheduler.graph.TransitionGraph;
import io.systole.scheduler.graph.TransitionGraph.Synapse;
import io.systole.scheduler.rules.Score;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphRunnerTest {

  private static Synapse action(int id, Integer... inputs) {
    Element element = Element.of("rsc_op", "id", Integer.toString(id));
    return new Synapse(0, element, ImmutableList.copyOf(inputs));
  }

  private static Synapse urgent(int id, Integer... inputs) {
    Synapse plain = action(id, inputs);
    return new Synapse(Score.INFINITY, plain.action(), plain.inputs());
  }

  private static TransitionGraph graph(Synapse... synapses) {
    return new TransitionGraph(ImmutableMap.of(), ImmutableList.copyOf(synapses));
  }

  private final List<Integer> done = new ArrayList<>();

  private GraphRunner.End run(TransitionGraph graph, int failing) {
    return new GraphRunner(graph)
        .run(synapse -> {
          done.add(synapse.actionId());
          return synapse.actionId() != failing;
        });
  }

  @Test
  void goesRoundByRoundFromTheFirstToTheLast() {
    TransitionGraph graph =
        graph(action(1, 4), action(2), action(3, 2), action(4), action(5, 3, 4), action(6, 1));
    assertEquals(GraphRunner.End.COMPLETE, run(graph, 0));
    assertEquals(List.of(2, 3, 4, 5, 1, 6), done);
  }

  @Test
  void afterAFailureOnlyWhatMustBeDoneGoesOn() {
    TransitionGraph graph = graph(action(1), action(2, 1), action(3), urgent(4, 1));
    assertEquals(GraphRunner.End.COMPLETE, run(graph, 1));
    assertEquals(List.of(1, 4), done);
  }

  @Test
  void seesThatActionsWaitForEachOther() {
    assertEquals(GraphRunner.End.STUCK, run(graph(action(1, 2), action(2, 1), action(3)), 0));
    assertEquals(List.of(3), done);
  }

  @Test
  void refusesAGraphThatIsNotWhole() {
    assertThrows(IllegalStateException.class, () -> new GraphRunner(graph(action(1, 7))));
  }
}
