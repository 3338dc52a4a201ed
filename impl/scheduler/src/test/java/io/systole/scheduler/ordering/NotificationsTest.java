package io.systole.scheduler.ordering;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.primitive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.scheduler.GraphWords;
import io.systole.scheduler.TinyCib;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a clone's instances are told of, and who is told. */
class NotificationsTest {

  private static final String AVAILABLE = "CRM_meta_notify_available_uname";

  @ParameterizedTest
  @CsvSource({
    "always, false, 'm n'",
    "exclusive, false, 'n'",
    "exclusive, true, 'm n'",
  })
  void availableAreNodesThatWereNotFoundToBeOutOfTheQuestion(
      String discovery, boolean lost, String available) {
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .fencing()
            .resources(cloned("c", primitive("a"), "notify=true"))
            .constraints(
                "<rsc_location id='l' rsc='c' node='n' score='1' resource-discovery='%s'/>"
                    .formatted(discovery))
            .ran("n", "a", "monitor=7")
            .ran("m", "a", "monitor=7");
    GraphWords plan = (lost ? cib.lost("m") : cib).plan();
    assertEquals(available, plan.attribute("a_start_0 n", AVAILABLE));
  }

  /** The instance on m needs one of d there, and d may be kept from m. */
  @ParameterizedTest
  @CsvSource({"0, true", "-INFINITY, false"})
  void nobodyIsToldOfStartsOfWhichNoneCanBe(String score, boolean told) {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .resources(
                cloned("d", primitive("b"), "interleave=true"),
                cloned("c", primitive("a"), "notify=true", "interleave=true"))
            .constraints(
                "<rsc_location id='l' rsc='d' node='m' score='%s'/>".formatted(score),
                "<rsc_order id='o' first='d' then='c'/>")
            .ran("n", "b", "start=0")
            .ran("n", "a", "start=0")
            .ran("m", "b", "monitor=7")
            .ran("m", "a", "monitor=7")
            .plan();
    assertTrue(plan.actions().contains("c_post_notify_running_0"), plan::toString);
    assertEquals(told, plan.actions().contains("a_pre_notify_start_0 n"), plan::toString);
    assertEquals(told, plan.actions().contains("a_post_notify_start_0 m"), plan::toString);
  }
}
