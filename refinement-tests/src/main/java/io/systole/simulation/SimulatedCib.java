package io.systole.simulation;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;

/**
 * The configuration of the simulated cluster: a group, two single resources, a device a node. A
 * start that failed on every node is tried again, since no administrator is there to clean up.
 */
final class SimulatedCib {

  /** What may run once. */
  static final ImmutableSortedSet<String> RUN_ONCE =
      ImmutableSortedSet.of("address", "server", "database", "store");

  private SimulatedCib() {}

  static Cib of(Iterable<NodeName> nodes) {
    StringBuilder text = new StringBuilder(2000);
    text.append(
        """
        <cib validate-with="pacemaker-4.0" admin_epoch="0" epoch="1" num_updates="0">
        <configuration>
        <crm_config><cluster_property_set id="cib-bootstrap-options">
        <nvpair id="option-deadtime" name="dc-deadtime" value="5s"/>
        <nvpair id="option-fencing" name="fencing-enabled" value="true"/>
        <nvpair id="option-fatal" name="start-failure-is-fatal" value="false"/>
        </cluster_property_set></crm_config>
        <nodes>\
        """);
    int id = 0;
    for (NodeName node : nodes) {
      id++;
      text.append("<node id=\"" + id + "\" uname=\"" + node + "\"/>");
    }
    text.append("</nodes><resources><group id=\"web\">");
    text.append(primitive("address")).append(primitive("server")).append("</group>");
    text.append(primitive("database")).append(primitive("store"));
    for (NodeName node : nodes) {
      text.append(device(node));
    }
    text.append("</resources><constraints/></configuration><status/></cib>");
    try {
      Element root = Xml.parse(text.toString());
      return Cib.of(root);
    } catch (XmlException | CibException e) {
      throw new IllegalStateException("the simulated configuration is wrong", e);
    }
  }

  private static String primitive(String id) {
    return """
    <primitive id="ID" class="ocf" provider="systole" type="Dummy"><operations>
    <op id="ID-monitor" name="monitor" interval="10s" timeout="20s"/>
    <op id="ID-start" name="start" interval="0" timeout="20s"/>
    <op id="ID-stop" name="stop" interval="0" timeout="20s"/>
    </operations></primitive>\
    """
        .replace("ID", id);
  }

  private static String device(NodeName node) {
    return """
    <primitive id="fence-NODE" class="stonith" type="fence_simulated">
    <instance_attributes id="fence-NODE-parameters">
    <nvpair id="fence-NODE-hosts" name="pcmk_host_list" value="NODE"/>
    </instance_attributes></primitive>\
    """
        .replace("NODE", node.value());
  }
}
