package io.systole.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.scheduler.graph.TransitionGraph.Synapse;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTest {

  private static final String NODES =
      "<nodes><node id='1' uname='a' type='member'/><node id='2' uname='b' type='member'/></nodes>";

  /** The digest of an operation without parameters; without one it would count as changed. */
  private static final String NO_PARAMETERS = "f2317cad3d54cec5d7d7aa7d0bf35cf8";

  private static final String FENCING = "<primitive id='f' class='stonith' type='fence_x'/>";

  private static String online(String id, String name, String history) {
    return "<node_state id='%s' uname='%s' in_ccm='true' crmd='online' join='member' expected='member'>"
            .formatted(id, name)
        + "<lrm id='%s'><lrm_resources>%s</lrm_resources></lrm></node_state>"
            .formatted(id, history);
  }

  private static String lost(String id, String name, String history) {
    return online(id, name, history).replace("in_ccm='true'", "in_ccm='false'");
  }

  private static String ran(String resource, String task, int rc, int call) {
    int target = task.equals("monitor") ? 7 : 0;
    return "<lrm_rsc_op id='%s_%s_0' operation='%s' interval='0' call-id='%d' rc-code='%d'"
            .formatted(resource, task, task, call, rc)
        + " op-status='0' transition-key='1:1:%d:x' op-digest='%s'/>"
            .formatted(target, NO_PARAMETERS);
  }

  private static String history(String resource, String type, String operations) {
    return "<lrm_resource id='%s' class='ocf' provider='p' type='%s'>%s</lrm_resource>"
        .formatted(resource, type, operations);
  }

  private static List<String> actions(String resources, String status) throws XmlException {
    Element cib =
        Xml.parse(
            "<cib have-quorum='1' dc-uuid='1'><configuration><crm_config/>"
                + NODES
                + "<resources>"
                + FENCING
                + resources
                + "</resources><constraints/></configuration><status>"
                + status
                + "</status></cib>");
    return Scheduler.schedule(cib, 0).graph().synapses().stream()
        .map(Synapse::action)
        .filter(a -> !a.attribute("operation_key", "").startsWith("f_"))
        .map(a -> a.attribute("operation_key", "") + " " + a.attribute("on_node", "-"))
        .sorted()
        .toList();
  }

  @Test
  void looksEverywhereBeforeItStarts() throws XmlException {
    assertEquals(
        List.of("r_monitor_0 a", "r_monitor_0 b", "r_start_0 b"),
        actions(
            "<primitive id='r' class='ocf' provider='p' type='t'/>",
            online("1", "a", "") + online("2", "b", "")));
  }

  @Test
  void leavesAloneWhatRuns() throws XmlException {
    String known = history("r", "t", ran("r", "monitor", 7, 1));
    String running = history("r", "t", ran("r", "start", 0, 1));
    assertEquals(
        List.of(),
        actions(
            "<primitive id='r' class='ocf' provider='p' type='t'/>",
            online("1", "a", known) + online("2", "b", running)));
  }

  @Test
  void fencesALostNodeAndThenRecovers() throws XmlException {
    String known = history("r", "t", ran("r", "monitor", 7, 1));
    String running = history("r", "t", ran("r", "start", 0, 1));
    assertEquals(
        List.of("r_start_0 a", "r_stop_0 -", "stonith-b-reboot b"),
        actions(
            "<primitive id='r' class='ocf' provider='p' type='t'/>",
            online("1", "a", known) + lost("2", "b", running)));
  }

  @Test
  void twoRunsGiveTheSameBytes() throws XmlException {
    Element cib =
        Xml.parse(
            "<cib have-quorum='1'><configuration><crm_config/>"
                + NODES
                + "<resources><clone id='c'><primitive id='r' class='ocf' provider='p' type='t'/>"
                + "</clone></resources></configuration><status>"
                + online("1", "a", "")
                + online("2", "b", "")
                + "</status></cib>");
    assertEquals(
        Xml.write(Scheduler.schedule(cib, 0).graphXml()),
        Xml.write(Scheduler.schedule(cib, 0).graphXml()));
  }
}
