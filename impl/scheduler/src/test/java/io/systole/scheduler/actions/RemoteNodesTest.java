package io.systole.scheduler.actions;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.connection;
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

class RemoteNodesTest {

  private static String at(String resource, String node) {
    return "<rsc_location id='l-%s' rsc='%s' node='%s' score='INFINITY'/>"
        .formatted(resource, resource, node);
  }

  // Remote nodes

  @Test
  void whatRunsBehindAConnectionIsStartedAfterItAndByItsHost() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(connection("r"), primitive("a"))
            .constraints(at("a", "r"))
            .plan();
    assertTrue(plan.waits("a_start_0 r", "r_start_0 n"));
    assertTrue(plan.waits("a_monitor_0 r", "r_start_0 n"));
    assertEquals("n", plan.router("a_start_0 r"));
    assertEquals("", plan.router("r_start_0 n"));
  }

  @Test
  void aConnectionThatIsNotWantedTakesItsNodeDownWhenAllIsStopped() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(
                connection("r").replace("/>", ">")
                    + "<meta_attributes id='m'><nvpair id='t' name='target-role' value='Stopped'/>"
                    + "</meta_attributes></primitive>",
                primitive("a"))
            .constraints(at("a", "r"))
            .connected("n", "r", "start=0")
            .ran("n", "a", "monitor=7")
            .ran("r", "a", "start=0")
            .plan();
    assertTrue(plan.waits("r_stop_0 n", "a_stop_0 r"));
    assertEquals(List.of("r"), plan.downed("r_stop_0 n"));
    assertTrue(plan.work().contains("a_start_0 n"));
  }

  @Test
  void whatWasBehindALostHostIsReachedAgainByAnother() {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .fencing()
            .resources(connection("r"), primitive("a"))
            .constraints(at("a", "r"))
            .lost("n")
            .connected("n", "r", "start=0")
            .ran("m", "r", "monitor=7")
            .ran("m", "a", "monitor=7")
            .ran("r", "a", "start=0")
            .plan();
    assertTrue(plan.work().contains("r_start_0 m"));
    assertFalse(plan.work().contains("stonith-r-reboot r"), "it can be reached by another node");
    assertFalse(plan.work().contains("a_stop_0 r"));
  }

  @Test
  void aNodeThatNobodyCanReachAnyMoreIsFencedForWhatItHolds() {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .fencing()
            .resources(connection("r"), primitive("a"))
            .constraints(at("a", "r"), "<rsc_location id='x' rsc='r' node='m' score='-INFINITY'/>")
            .lost("n")
            .connected("n", "r", "start=0")
            .ran("m", "a", "monitor=7")
            .ran("r", "a", "start=0")
            .plan();
    assertTrue(plan.work().contains("stonith-r-reboot r"));
    assertTrue(plan.waits("a_start_0 m", "stonith-r-reboot r"));
  }

  @Test
  void whatMovesToARemoteNodeRunsOnUntilThatIsReached() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(connection("r"), primitive("a"))
            .constraints(at("a", "r"))
            .ran("n", "a", "start=0")
            .plan();
    assertTrue(plan.waits("a_stop_0 n", "r_start_0 n"));
  }

  @Test
  void whatIsLeftOfARemovedRemoteNodeIsStoppedThroughItsConnection() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(primitive("a"))
            .connected("n", "r", "start=0")
            .ran("n", "a", "monitor=7")
            .ran("r", "a", "start=0")
            .plan();
    assertEquals("n", plan.router("a_stop_0 r"));
    assertTrue(plan.waits("r_stop_0 n", "a_stop_0 r"));
    assertTrue(plan.work().contains("a_start_0 n"));
  }

  @Test
  void fenceDevicesAndConnectionsAreNotLookedForOnRemoteNodes() {
    GraphWords plan =
        TinyCib.nodes("n")
            .fencing()
            .resources(connection("r"), connection("s"))
            .connected("n", "r", "start=0")
            .plan();
    assertEquals(List.of("dev_monitor_0 n", "s_monitor_0 n"), plan.probes());
  }

  // Guest nodes

  private static TinyCib guest() {
    return TinyCib.nodes("n")
        .fencing()
        .resources(primitive("vm", "remote-node=g"), primitive("a"))
        .constraints(at("a", "g"));
  }

  @Test
  void aGuestIsConnectedToWhenItsMachineRuns() {
    GraphWords plan = guest().ran("n", "vm", "monitor=7").plan();
    assertTrue(plan.waits("g_start_0 n", "vm_start_0 n"));
    assertTrue(plan.waits("a_start_0 g", "g_start_0 n"));
    assertEquals("n", plan.router("a_start_0 g"));
    assertEquals("n", plan.attribute("a_start_0 g", "CRM_meta_physical_host"));
    assertEquals("vm", plan.attribute("g_start_0 n", "CRM_meta_container"));
    assertEquals(
        List.of(),
        plan.probes().stream().filter(p -> p.endsWith(" g")).toList(),
        "nothing runs in a machine that does not");
  }

  @Test
  void aMachineThatFailedTakesWithItWhatItHeld() {
    GraphWords plan =
        guest()
            .ran("n", "vm", "start=0 monitor/10000=7")
            .connected("n", "g", "start=0")
            .ran("n", "a", "monitor=7")
            .ran("g", "a", "start=0")
            .plan();
    assertTrue(plan.actions().contains("stonith-g-reboot g"));
    assertFalse(plan.work().contains("stonith-g-reboot g"), "the stop of the machine does it");
    assertTrue(plan.waits("stonith-g-reboot g", "vm_stop_0 n"));
    assertTrue(plan.waits("a_start_0 g", "stonith-g-reboot g"));
    assertEquals(List.of("g"), plan.downed("stonith-g-reboot g"));
  }

  @Test
  void aHostThatIsFencedTakesItsGuestsDown() {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .fencing()
            .resources(primitive("vm", "remote-node=g"))
            .lost("n")
            .ran("n", "vm", "start=0")
            .connected("n", "g", "start=0")
            .ran("m", "vm", "monitor=7")
            .plan();
    assertEquals(List.of("1", "g"), plan.downed("stonith-n-reboot n"));
    assertTrue(plan.waits("stonith-g-reboot g", "stonith-n-reboot n"));
  }

  @Test
  void thatAMachineWaitsForItsGuestIsNotPossible() {
    GraphWords plan =
        guest()
            .constraints("<rsc_order id='o' first='a' then='vm'/>")
            .ran("n", "vm", "monitor=7")
            .plan();
    assertTrue(plan.work().containsAll(List.of("vm_start_0 n", "g_start_0 n", "a_start_0 g")));
    assertFalse(plan.waits("vm_start_0 n", "a_start_0 g"));
  }

  @Test
  void aCloneHasAnInstanceOnEachGuest() {
    GraphWords plan =
        guest()
            .resources(cloned("c", primitive("b")))
            .ran("n", "vm", "start=0")
            .connected("n", "g", "start=0")
            .ran("n", "b", "start=0")
            .ran("g", "b", "monitor=7")
            .plan();
    assertTrue(plan.work().contains("b_start_0 g"));
  }

  // Containers

  @ParameterizedTest
  @CsvSource({"c, true", "other, false"})
  void whatIsInAContainerGoesWithIt(String container, boolean waits) {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .resources(primitive("c"), primitive("a", "container=" + container))
            .constraints(at("c", "m"))
            .plan();
    assertEquals(waits, plan.waits("a_start_0 m", "c_start_0 m"));
  }
}
