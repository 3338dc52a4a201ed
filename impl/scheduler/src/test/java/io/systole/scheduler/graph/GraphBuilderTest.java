package io.systole.scheduler.graph;

import static io.systole.scheduler.TinyCib.primitive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.scheduler.GraphWords;
import io.systole.scheduler.TinyCib;
import io.systole.scheduler.graph.TransitionGraph.Synapse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphBuilderTest {

  private static String room(String id) {
    return "<utilization id='%s-u'><nvpair id='%s-c' name='cpu' value='4'/></utilization>"
        .formatted(id, id);
  }

  private static String movable(String id) {
    return primitive(id, "allow-migrate=true").replace("</primitive>", room(id) + "</primitive>");
  }

  @Test
  void migrationsThatChangePlacesDoNotWaitForEachOther() {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .option("placement-strategy", "utilization")
            .statusSet("n", room("n"))
            .statusSet("m", room("m"))
            .resources(movable("a"), movable("b"))
            .constraints(
                "<rsc_location id='l' rsc='a' node='m' score='INFINITY'/>",
                "<rsc_location id='k' rsc='b' node='n' score='INFINITY'/>")
            .ran("n", "a", "start=0")
            .ran("m", "a", "monitor=7")
            .ran("m", "b", "start=0")
            .ran("n", "b", "monitor=7")
            .plan();
    assertTrue(plan.waits("a_migrate_to_0 n", "b_stop_0 m"));
    assertTrue(!plan.waits("b_migrate_to_0 m", "a_stop_0 n"), "the last planned goes first");
  }

  @ParameterizedTest
  @CsvSource({"100, 200", "200, ''", "199, 200"})
  void theGraphSaysWhenTimeAloneChangesIt(long now, String recheck) {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(primitive("a"))
            .constraints(
                "<rsc_location id='l' rsc='a'><rule id='r' score='1'><date_expression id='d'"
                    + " operation='lt' end='epoch:200'/></rule></rsc_location>")
            .plan(now);
    assertEquals(recheck, plan.graph().attributes().getOrDefault("recheck-by", ""));
  }

  @Test
  void whatIsImportantIsUrgent() {
    GraphWords plan = TinyCib.nodes("n").resources(primitive("a", "priority=7")).plan();
    assertEquals(7, plan.graph().synapses().stream().mapToInt(Synapse::priority).max().orElse(-1));
  }

  @Test
  void aFencingTellsWhatItTakesDown() {
    GraphWords plan = TinyCib.nodes("n", "m").fencing().lost("n").plan();
    String downed =
        plan.graph().synapses().stream()
            .flatMap(s -> s.action().child("downed").stream())
            .map(d -> d.children().getFirst().id())
            .findFirst()
            .orElse("none");
    assertEquals("1", downed);
  }
}
