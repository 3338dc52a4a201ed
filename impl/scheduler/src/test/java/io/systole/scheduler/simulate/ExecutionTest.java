package io.systole.scheduler.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.Origin;
import io.systole.scheduler.Plan;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of every transition, over clusters drawn from seeds. */
class ExecutionTest {

  private static final long NOW = 1_790_000_000L;

  private static Plan plan(Element cib) {
    return Plan.of(cib, NOW, Origin.LIVE);
  }

  private static Execution.Result execute(Element cib) {
    return Execution.of(plan(cib), ImmutableList.of());
  }

  private static List<String> work(Element cib) {
    return plan(cib).graph().synapses().stream()
        .filter(s -> !s.action().is("pseudo_event"))
        .map(s -> s.action().attribute("operation_key", ""))
        .toList();
  }

  private static Element withStandby(Element cib, String node) {
    StatusDraft draft = new StatusDraft(cib);
    StatusDraft.NodeDraft state = draft.node(node, node);
    state.replace(
        Element.builder("transient_attributes")
            .attribute("id", state.id())
            .child(
                Element.builder("instance_attributes")
                    .attribute("id", "t-" + node)
                    .child(
                        Element.of(
                            "nvpair", "id", "t-" + node + "-s", "name", "standby", "value", "on"))
                    .build())
            .build());
    return draft.build();
  }

  @Property(tries = 150)
  void afterATransitionNothingIsLeftToDo(@ForAll long seed) {
    Execution.Result started = execute(RandomCib.withoutWishes(seed));
    assertEquals(GraphRunner.End.COMPLETE, started.end());
    assertEquals(List.of(), work(started.cib()), "after the first start");
    Execution.Result emptied = execute(withStandby(started.cib(), "n1"));
    assertEquals(List.of(), work(emptied.cib()), "after a node went to standby");
  }

  @Property(tries = 50)
  void twoRunsSayTheSame(@ForAll long seed) {
    Request request = Request.execution(NOW);
    Simulation.Outcome one = Simulation.run(RandomCib.of(seed), request);
    Simulation.Outcome two = Simulation.run(RandomCib.of(seed), request);
    assertEquals(one.report(), two.report());
    assertEquals(one.output(), two.output());
    assertEquals(one.dot(true), two.dot(true));
  }

  @Property(tries = 50)
  void nothingIsDoneTwice(@ForAll long seed) {
    Set<Executed> seen = new LinkedHashSet<>();
    Map<String, Integer> running = new LinkedHashMap<>();
    for (Executed each : execute(RandomCib.of(seed)).executed()) {
      assertEquals(true, seen.add(each), each.text());
      if (each instanceof Executed.ResourceAction a && a.task().equals("start")) {
        running.merge(a.resource() + " on " + a.node(), 1, Integer::sum);
      }
    }
    running.forEach((what, times) -> assertEquals(1, times, what + " was started again"));
  }
}
