package io.systole.scheduler.actions;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.primitive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.scheduler.GraphWords;
import io.systole.scheduler.Scheduler;
import io.systole.scheduler.TinyCib;
import io.systole.scheduler.graph.TransitionGraph.Synapse;
import io.systole.scheduler.state.Digests;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundlesTest {

  private static String bundle(String engine, String... content) {
    return "<bundle id='b'><podman image='i' "
        + engine
        + "/><network control-port='9'/>"
        + String.join("", content)
        + "</bundle>";
  }

  @Test
  void aContainerIsStartedThenReachedThenUsed() {
    GraphWords plan = TinyCib.nodes("n").resources(bundle("replicas='1'", primitive("p"))).plan();
    assertTrue(plan.waits("b-0_start_0 n", "b-podman-0_start_0 n"));
    assertTrue(plan.waits("p:0_start_0 b-0", "b-0_start_0 n"));
    assertTrue(plan.waits("b-clone_start_0", "b-podman-0_monitor_0 n"));
    assertEquals("n", plan.router("p:0_start_0 b-0"));
    assertEquals("n", plan.attribute("b-0_start_0 n", "addr"), "it shares its host's network");
  }

  @Test
  void replicasAreSpreadAndEachHasItsInstance() {
    GraphWords plan =
        TinyCib.nodes("n", "m").resources(bundle("replicas='2'", primitive("p"))).plan();
    assertEquals(
        List.of(
            "b-0_start_0 m",
            "b-1_start_0 n",
            "b-podman-0_start_0 m",
            "b-podman-1_start_0 n",
            "p:0_start_0 b-0",
            "p:1_start_0 b-1"),
        plan.work());
  }

  @Test
  void nothingElseRunsInAReplica() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(bundle("replicas='1'", primitive("p")), cloned("c", primitive("a")))
            .constraints("<rsc_location id='l' rsc='c' node='b-0' score='INFINITY'/>")
            .plan();
    assertTrue(plan.work().contains("a:0_start_0 n"));
    assertFalse(plan.work().stream().anyMatch(a -> a.startsWith("a:") && a.endsWith("b-0")));
  }

  @Test
  void aBundleWithoutContentIsItsContainers() {
    GraphWords plan = TinyCib.nodes("n").resources(bundle("replicas='1'")).plan();
    assertEquals(List.of("b-podman-0_start_0 n"), plan.work());
  }

  @Test
  void aReplicaIsPromotedWhereItsHostSaysSo() {
    GraphWords plan =
        TinyCib.nodes("n", "m")
            .resources(
                bundle(
                    "replicas='2' promoted-max='1'",
                    primitive("p", "container-attribute-target=host")))
            .status("m", "master-p", "5")
            .plan();
    String promoted =
        plan.work().stream().filter(a -> a.contains("_promote_0")).findFirst().orElse("");
    assertEquals("m", plan.router(promoted));
    assertEquals("m", plan.attribute(promoted, "CRM_meta_physical_host"));
    assertEquals("host", plan.attribute(promoted, "CRM_meta_container_attribute_target"));
  }

  @Test
  void anAddressIsThereBeforeTheContainer() {
    GraphWords plan =
        TinyCib.nodes("n")
            .resources(
                "<bundle id='b'><docker image='i' replicas='1'/>"
                    + "<network ip-range-start='10.0.0.1'/></bundle>")
            .plan();
    assertTrue(plan.waits("b-docker-0_start_0 n", "b-ip-10.0.0.1_start_0 n"));
    assertEquals("32", plan.attribute("b-ip-10.0.0.1_start_0 n", "cidr_netmask"));
  }

  /** The same cluster after its containers were started with the parameters that they have. */
  private static GraphWords planWithContainers(TinyCib cib) throws XmlException {
    String text = Xml.write(cib.build());
    for (Synapse synapse : cib.plan().graph().synapses()) {
      Element action = synapse.action();
      if (action.attribute("operation", "").equals("start") && action.is("rsc_op")) {
        text = text.replaceAll(" op-digest=\"[0-9a-f]*\"", " op-digest=\"" + digest(action) + "\"");
      }
    }
    text = text.replace("provider=\"t\" type=\"D\"", "provider=\"heartbeat\" type=\"podman\"");
    return new GraphWords(Scheduler.schedule(Xml.parse(text), 0).graph());
  }

  private static String digest(Element action) {
    Map<String, String> parameters =
        new TreeMap<>(action.child("attributes").orElseThrow().attributes());
    parameters
        .keySet()
        .removeIf(name -> name.startsWith("CRM_meta_") || name.equals("crm_feature_set"));
    return Digests.digest(parameters);
  }

  @ParameterizedTest
  @CsvSource({"-INFINITY, false", "0, true"})
  void aBundleThatOnlyLosesAContainerDoesNotStart(String score, boolean bothStay)
      throws XmlException {
    GraphWords plan =
        planWithContainers(
            TinyCib.nodes("n", "m")
                .resources(bundle("replicas='2'"))
                .constraints("<rsc_location id='l' rsc='b' node='m' score='%s'/>".formatted(score))
                .ran("n", "b-podman-0", "start=0")
                .ran("m", "b-podman-0", "monitor=7")
                .ran("m", "b-podman-1", "start=0")
                .ran("n", "b-podman-1", "monitor=7"));
    assertEquals(bothStay ? List.of() : List.of("b-podman-1_stop_0 m"), plan.work());
    assertFalse(plan.actions().contains("b_start_0"), plan::toString);
    assertEquals(!bothStay, plan.actions().contains("b_stop_0"), plan::toString);
  }
}
