package io.systole.scheduler.actions;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.primitive;
import static io.systole.scheduler.TinyCib.watched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.scheduler.GraphWords;
import io.systole.scheduler.Origin;
import io.systole.scheduler.TinyCib;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionsTest {

  private static final String UNFENCING =
      "<primitive id='dev' class='stonith' type='fence_t'><meta_attributes id='dm'>"
          + "<nvpair id='dp' name='provides' value='unfencing'/></meta_attributes></primitive>";

  private static final String NOTIFIED = "CRM_meta_notify_key_operation";

  @Test
  void whatIsNotKnownIsLookedForFirst() {
    GraphWords plan = TinyCib.nodes("n", "m").resources(primitive("a")).plan();
    assertEquals(List.of("a_monitor_0 m", "a_monitor_0 n"), plan.probes());
    assertTrue(plan.waits("a_start_0 m", "a_monitor_0 n"));
    assertEquals("7", plan.attribute("a_monitor_0 n", "CRM_meta_op_target_rc"));
  }

  @ParameterizedTest
  @CsvSource({"always, 2", "never, 1", "exclusive, 1"})
  void aConstraintMayLimitWhereOneLooks(String discovery, int probes) {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .resources(primitive("a"))
            .constraints(
                "<rsc_location id='l' rsc='a' node='n' score='1' resource-discovery='"
                    + discovery
                    + "'/>")
            .plan();
    assertEquals(probes, plan.probes().size());
  }

  @Test
  void whatRunsIsWatched() {
    GraphWords plan = TinyCib.nodes("n").resources(watched("a")).plan();
    assertTrue(plan.waits("a_monitor_10000 n", "a_start_0 n"));
    GraphWords quiet =
        TinyCib.nodes("n").resources(watched("a")).ran("n", "a", "start=0 monitor/10000=0").plan();
    assertEquals(List.of(), quiet.actions());
  }

  @Test
  void aWatchThatIsConfiguredNoMoreIsEnded() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(watched("a"))
            .ran("n", "a", "start=0 monitor/10000=0 monitor/20000=0")
            .plan();
    assertEquals(List.of("cancel a_monitor_20000 n"), plan.actions());
  }

  @Test
  void parametersThatAreOthersRestart() {
    String changed =
        watched("a")
            .replace(
                "<operations>",
                "<instance_attributes id='i'><nvpair id='x' name='x' value='1'/>"
                    + "</instance_attributes><operations>");
    GraphWords plan =
        TinyCib.nodes("n").resources(changed).ran("n", "a", "start=0 monitor/10000=0").plan();
    assertEquals(List.of("a_monitor_10000 n", "a_start_0 n", "a_stop_0 n"), plan.actions());
  }

  @Test
  void whatIsConfiguredNoMoreIsStoppedAndForgotten() {
    GraphWords plan = TinyCib.nodes("n").ran("n", "a", "start=0").plan();
    assertEquals(List.of("a_delete_0 n", "a_stop_0 n"), plan.work());
    assertTrue(plan.waits("a_delete_0 n", "a_stop_0 n"));
    GraphWords kept =
        TinyCib.nodes("n")
            .option("stop-removed-resources", "false")
            .ran("n", "a", "start=0")
            .plan();
    assertEquals(List.of(), kept.work());
  }

  @Test
  void aLostNodeIsFencedBeforeWhatItHadIsStartedElsewhere() {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .fencing()
            .resources(primitive("a"))
            .lost("n")
            .ran("n", "a", "start=0")
            .ran("m", "a", "monitor=7")
            .plan();
    assertTrue(plan.work().contains("a_start_0 m"));
    assertTrue(plan.waits("a_start_0 m", "stonith-n-reboot n"));
    assertTrue(plan.actions().contains("a_stop_0"), "the stop is done by the fencing");
  }

  @ParameterizedTest
  @CsvSource({"nothing, false", "quorum, false", "fencing, true"})
  void aStartWaitsForAFencingOnlyIfItRequiresOne(String requires, boolean waits) {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .fencing()
            .resources(primitive("a", "requires=" + requires))
            .lost("n")
            .ran("n", "a", "monitor=7")
            .ran("m", "a", "monitor=7")
            .plan();
    assertEquals(waits, plan.waits("a_start_0 m", "stonith-n-reboot n"));
  }

  @Test
  void aNodeIsUnfencedBeforeAnythingIsDoneWithItsDevice() {
    GraphWords plan =
        TinyCib.nodes("n")
            .option("fencing-enabled", "true")
            .resources(UNFENCING, primitive("a"))
            .plan();
    for (String action : List.of("a_start_0 n", "a_monitor_0 n", "dev_start_0 n")) {
      assertTrue(plan.waits(action, "stonith-n-on n"), action);
    }
    assertTrue(plan.attribute("stonith-n-on n", "CRM_meta_digests_all").startsWith("dev:fence_t:"));
  }

  @Test
  void aNodeThatWasUnfencedStaysSo() {
    GraphWords plan =
        TinyCib.nodes("n")
            .option("fencing-enabled", "true")
            .status("n", "#node-unfenced", "1")
            .resources(UNFENCING, primitive("a"))
            .plan();
    assertEquals(List.of("a_start_0 n", "dev_start_0 n"), plan.work());
  }

  @Test
  void aLiveMigrationMovesWithoutAStopBetween() {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .resources(primitive("a", "allow-migrate=true"))
            .constraints("<rsc_location id='l' rsc='a' node='m' score='INFINITY'/>")
            .ran("n", "a", "start=0")
            .ran("m", "a", "monitor=7")
            .plan();
    assertEquals(
        List.of("a_migrate_from_0 m", "a_migrate_to_0 n", "a_start_0", "a_stop_0 n"),
        plan.actions());
    assertTrue(plan.waits("a_stop_0 n", "a_migrate_from_0 m"));
    assertEquals("m", plan.attribute("a_migrate_to_0 n", "CRM_meta_migrate_target"));
  }

  @Test
  void aTargetThatKnowsNothingOfAFailedMigrationIsLookedAt() {
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .resources(primitive("a", "allow-migrate=true"))
            .constraints("<rsc_location id='l' rsc='a' node='n' score='INFINITY'/>")
            .ran("n", "a", "start=0");
    assertEquals(
        List.of("a_monitor_0 m"), cib.plan().actions().isEmpty() ? cib.plan().probes() : List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stop_start | a_start_0 n, a_stop_0 m, a_stop_0 n",
        "stop_only | a_stop_0 m, a_stop_0 n",
        "block | ''",
        "stop_unexpected | a_stop_0 m",
      })
  void whatRunsTwiceIsDealtWithAsConfigured(String policy, String work) {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .resources(primitive("a", "multiple-active=" + policy))
            .constraints("<rsc_location id='l' rsc='a' node='n' score='INFINITY'/>")
            .ran("n", "a", "start=0")
            .ran("m", "a", "start=0")
            .plan();
    assertEquals("[" + work + "]", plan.work().toString());
  }

  @Test
  void withoutQuorumAPromotedInstanceStepsDownAndTheRestStops() {
    TinyCib cib =
        TinyCib.nodes("n")
            .option("no-quorum-policy", "demote")
            .resources(cloned("c", primitive("a"), "promotable=true"), primitive("b"))
            .status("n", "master-a", "5")
            .ran("n", "a", "start=0 promote=0")
            .ran("n", "b", "start=0");
    assertEquals(List.of(), cib.plan().work());
    assertEquals(
        List.of("a_demote_0 n", "b_stop_0 n"), new GraphWords(Quorum.without(cib.build())).work());
  }

  @Test
  void othersAreToldOfAnInstanceThatAFencingStopped() {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .fencing()
            .resources(cloned("c", primitive("a"), "notify=true"))
            .lost("m")
            .ran("n", "a", "start=0")
            .ran("m", "a", "start=0")
            .plan();
    assertTrue(plan.waits("a_post_notify_stop_0 n", "stonith-m-reboot m"), plan::toString);
    assertEquals("stonith", plan.attribute("a_post_notify_stop_0 n", NOTIFIED), plan::toString);
    assertTrue(plan.waits("a_notified_0", "a_post_notify_stop_0 n"), plan::toString);
  }

  @ParameterizedTest
  @CsvSource({"5, true, 2", "1, true, 1", "5, false, 5"})
  void aServiceThatIsToBeSeveralIsOneANode(int max, boolean unique, int instances) {
    String service = "<primitive id='a' class='lsb' type='a'/>";
    ClusterState cluster =
        ClusterState.read(
            TinyCib.nodes("n", "m")
                .resources(cloned("c", service, "clone-max=" + max, "globally-unique=" + unique))
                .build(),
            0,
            Origin.LIVE);
    Resource clone = cluster.topLevel().getFirst();
    assertEquals(instances, clone.cloneMax());
    assertEquals(1, clone.cloneNodeMax());
  }
}
