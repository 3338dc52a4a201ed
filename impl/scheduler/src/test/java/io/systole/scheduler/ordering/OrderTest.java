package io.systole.scheduler.ordering;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.group;
import static io.systole.scheduler.TinyCib.primitive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.scheduler.GraphWords;
import io.systole.scheduler.TinyCib;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {

  private static TinyCib two() {
    return TinyCib.nodes("n").resources(primitive("a"), primitive("b"));
  }

  private static String order(String attributes) {
    return "<rsc_order id='o' first='a' then='b' " + attributes + "/>";
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "kind='Optional', true",
    "symmetrical='false', true",
  })
  void whatComesThenStartsThen(String attributes, boolean waits) {
    GraphWords plan = two().constraints(order(attributes)).plan();
    assertEquals(waits, plan.waits("b_start_0 n", "a_start_0 n"));
    assertFalse(plan.waits("a_start_0 n", "b_start_0 n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // a has failed and is restarted while b runs
        "'' | a_start_0 n, a_stop_0 n, b_start_0 n, b_stop_0 n",
        "kind='Optional' | a_start_0 n, a_stop_0 n",
        "symmetrical='false' | a_start_0 n, a_stop_0 n",
      })
  void onlyAMandatoryOrderRestartsWhatFollows(String attributes, String work) {
    GraphWords plan =
        two()
            .constraints(order(attributes))
            .ran("n", "a", "start=0 monitor/10000=1")
            .ran("n", "b", "start=0")
            .plan();
    assertEquals("[" + work + "]", plan.work().toString());
  }

  @ParameterizedTest
  @CsvSource({
    // a may not start
    "'', []",
    "kind='Optional', [b_start_0 n]",
    "symmetrical='false', []",
  })
  void whatCannotStartHoldsUpWhatFollows(String attributes, String work) {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(primitive("a", "target-role=Stopped"), primitive("b"))
            .constraints(order(attributes))
            .plan();
    assertEquals(work, plan.work().toString());
  }

  @Test
  void aRestartStopsInTheOppositeOrder() {
    GraphWords plan =
        two()
            .constraints(order(""))
            .ran("n", "a", "start=0 monitor/10000=1")
            .ran("n", "b", "start=0")
            .plan();
    assertTrue(plan.waits("a_stop_0 n", "b_stop_0 n"));
    assertTrue(plan.waits("b_start_0 n", "a_start_0 n"));
  }

  @Test
  void aGroupStartsInOrderAndItsEndsSurroundIt() {
    GraphWords plan =
        TinyCib.nodes("n").resources(group("g", primitive("a"), primitive("b"))).plan();
    assertTrue(plan.waits("b_start_0 n", "a_start_0 n"));
    assertTrue(plan.waits("a_start_0 n", "g_start_0"));
    assertTrue(plan.waits("g_running_0", "b_start_0 n"));
  }

  @Test
  void aMemberThatIsKeptDownKeepsDownWhatFollowsInItsGroup() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(
                group("g", primitive("a"), primitive("b", "target-role=Stopped"), primitive("c")))
            .plan();
    assertEquals(List.of("a_start_0 n"), plan.work());
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void anInstanceThatRestartsRestartsAllOfAnotherCloneUnlessInterleaved(
      boolean interleave, boolean restarts) {
    GraphWords plan =
        TinyCib.nodes("m", "n")
            .resources(
                cloned("p", primitive("a"), "interleave=" + interleave),
                cloned("q", primitive("b"), "interleave=" + interleave))
            .constraints("<rsc_order id='o' first='p' then='q'/>")
            .ran("m", "a", "start=0 monitor/10000=1")
            .ran("m", "b", "start=0")
            .ran("n", "a", "start=0")
            .ran("n", "b", "start=0")
            .plan();
    assertTrue(plan.work().contains("b_stop_0 m"));
    assertEquals(restarts, plan.work().contains("b_stop_0 n"));
    assertTrue(plan.waits("a_stop_0 m", "b_stop_0 m"));
  }

  @Test
  void interleavedGroupsWaitForTheOtherGroupsEnd() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(
                cloned("p", group("g", primitive("a")), "interleave=true"),
                cloned("q", primitive("b"), "interleave=true"))
            .constraints("<rsc_order id='o' first='p' then='q'/>")
            .plan();
    assertTrue(plan.waits("b:0_start_0 n", "g:0_running_0"));
  }

  @Test
  void aStopThatIsBlockedRestartsNothingElse() {
    String stuck =
        primitive("b")
            .replace(
                "</primitive>",
                "<operations><op id='b-m' name='monitor'"
                    + " interval='10s' on-fail='block'/></operations></primitive>");
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(group("g", primitive("a"), primitive("c")), stuck)
            .constraints(order(""))
            .ran("n", "a", "start=0")
            .ran("n", "c", "start=0")
            .ran("n", "b", "start=0 monitor/10000=1")
            .plan();
    assertEquals(List.of(), plan.work());
  }

  @Test
  void oneOfSeveralIsEnoughWhereNotAllAreRequired() {
    String sets =
        "<rsc_order id='o'><resource_set id='s1' sequential='false' require-all='false'>"
            + "<resource_ref id='a'/><resource_ref id='b'/></resource_set>"
            + "<resource_set id='s2'><resource_ref id='c'/></resource_set></rsc_order>";
    GraphWords one =
        TinyCib.nodes("n")
            .resources(primitive("a"), primitive("b", "target-role=Stopped"), primitive("c"))
            .constraints(sets)
            .plan();
    assertEquals(List.of("a_start_0 n", "c_start_0 n"), one.work());
    GraphWords none =
        TinyCib.nodes("n")
            .resources(
                primitive("a", "target-role=Stopped"),
                primitive("b", "target-role=Stopped"),
                primitive("c"))
            .constraints(sets)
            .plan();
    assertEquals(List.of(), none.work());
  }

  @Test
  void whatIsColocatedWithWhatCannotStartDoesNotStartEither() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(primitive("x", "target-role=Stopped"), primitive("a"), primitive("b"))
            .constraints(
                "<rsc_order id='o' first='x' then='a'/>",
                "<rsc_colocation id='c' rsc='b' with-rsc='a' score='INFINITY'/>")
            .plan();
    assertEquals(List.of(), plan.work());
  }
}
