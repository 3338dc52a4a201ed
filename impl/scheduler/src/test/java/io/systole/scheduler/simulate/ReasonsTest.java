package io.systole.scheduler.simulate;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.group;
import static io.systole.scheduler.TinyCib.primitive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.scheduler.Origin;
import io.systole.scheduler.Plan;
import io.systole.scheduler.TinyCib;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Of all that makes an action needed or impossible the nearest cause is told. What is expected here
 * is what the field's tool says of the same clusters.
 */
class ReasonsTest {

  private static final String OFF = "target-role=Stopped";

  private static String order(String first, String then) {
    return "<rsc_order id='o-%s' first='%s' then='%s'/>".formatted(then, first, then);
  }

  private static String together(String dependent, String primary) {
    return "<rsc_colocation id='c-%s' rsc='%s' with-rsc='%s' score='INFINITY'/>"
        .formatted(dependent, dependent, primary);
  }

  private static List<String> reasons(TinyCib cib) {
    List<String> reasons = new ArrayList<>();
    for (Change change : Changes.of(Plan.of(cib.build(), 1_790_000_000L, Origin.LIVE))) {
      if (change instanceof Change.OfResource of) {
        reasons.add(of.verb() + " " + of.resource() + ": " + of.reason());
      }
    }
    return reasons;
  }

  private static TinyCib chain(String first) {
    return TinyCib.nodes("n")
        .resources(first, primitive("b"), primitive("c"), primitive("d"))
        .ran("n", "a", "start=0")
        .ran("n", "b", "start=0")
        .ran("n", "c", "start=0")
        .ran("n", "d", "start=0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | Stop b: required a start, Stop c: colocation with b, Stop d: colocation with c",
        "false | Stop b: unrunnable A running, Stop c: required b start, Stop d: colocation with c",
      })
  void whatFollowsAStoppedOneTellsOfItsNeighbour(boolean plain, String expected) {
    String first = plain ? primitive("a", OFF) : cloned("A", primitive("a", OFF));
    TinyCib cib =
        chain(first)
            .constraints(order(plain ? "a" : "A", "b"), order("b", "c"), together("c", "b"))
            .constraints(order("c", "d"), together("d", "c"));
    List<String> told = reasons(cib);
    assertEquals(expected, String.join(", ", told.subList(1, told.size())));
  }

  @Test
  void withoutAnOrderTheCompanyIsTheReason() {
    TinyCib cib =
        chain(cloned("A", primitive("a", OFF)))
            .constraints(order("A", "b"), together("c", "b"), together("d", "c"));
    List<String> told = reasons(cib);
    assertEquals(
        "Stop b: unrunnable A running, Stop c: colocation with b, Stop d: colocation with c",
        String.join(", ", told.subList(1, told.size())));
  }

  @Test
  void aMemberThatIsRestartedNamesTheOneBeforeIt() {
    TinyCib cib =
        TinyCib.nodes("n")
            .resources(group("g", primitive("a"), primitive("b"), primitive("c")))
            .ran("n", "a", "start=0 monitor/10000=1")
            .ran("n", "b", "start=0")
            .ran("n", "c", "start=0");
    assertEquals(
        List.of("Recover a: ", "Restart b: required a start", "Restart c: required b start"),
        reasons(cib));
  }

  @Test
  void anInstanceThatHasNoMatchStopsWithoutAReason() {
    TinyCib cib =
        TinyCib.nodes("n")
            .resources(
                cloned("A", primitive("a", OFF), "interleave=true"),
                cloned("B", primitive("b"), "interleave=true"))
            .constraints(order("A", "B"))
            .ran("n", "a", "start=0")
            .ran("n", "b", "start=0");
    assertEquals(List.of("Stop a:0: node availability", "Stop b:0: "), reasons(cib));
  }

  @Test
  void aLongChainIsFollowedToItsEnd() {
    int length = 3_000;
    TinyCib cib = TinyCib.nodes("n").resources(primitive("r0", OFF)).ran("n", "r0", "start=0");
    for (int i = 1; i < length; i++) {
      cib.resources(primitive("r" + i))
          .constraints(order("r" + (i - 1), "r" + i))
          .ran("n", "r" + i, "start=0");
    }
    List<String> told = reasons(cib);
    assertEquals(length, told.size());
    for (int i = 1; i < length; i++) {
      assertTrue(told.get(i).startsWith("Stop r" + i + ": "), told.get(i));
      assertTrue(told.get(i).endsWith(" start"), told.get(i));
    }
  }
}
