package io.systole.scheduler;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import io.systole.scheduler.state.Digests;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CIB in few words, for tests: a quorate cluster without fencing whose nodes are all up. XML is
 * written with single quotes; resources are of one agent and have no parameters.
 */
public final class TinyCib {

  private static final String DIGEST = Digests.digest(ImmutableMap.of());

  private final List<String> nodes;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final Map<String, String> states = new LinkedHashMap<>();
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final Map<String, String> sets = new LinkedHashMap<>();
  private final Map<String, String> permanent = new LinkedHashMap<>();
  private final Map<String, String> histories = new LinkedHashMap<>();
  private final List<String> resources = new ArrayList<>();
  private final List<String> constraints = new ArrayList<>();
  private final List<String> remotes = new ArrayList<>();
  private String rest = "";

  private TinyCib(List<String> nodes) {
    this.nodes = nodes;
    options.put("fencing-enabled", "false");
  }

  public static TinyCib nodes(String... names) {
    return new TinyCib(List.of(names));
  }

  /** A primitive, with its meta-attributes as {@code name=value}. */
  public static String primitive(String id, String... meta) {
    return "<primitive id='%s' class='ocf' provider='t' type='D'>%s</primitive>"
        .formatted(id, meta(id, meta));
  }

  /** A primitive that is looked at every ten seconds. */
  public static String watched(String id, String... meta) {
    return primitive(id, meta)
        .replace(
            "</primitive>",
            "<operations><op id='%s-m' name='monitor' interval='10s'/></operations></primitive>"
                .formatted(id));
  }

  /** A connection to a remote node of that name. */
  public static String connection(String id) {
    return "<primitive id='%s' class='ocf' provider='pacemaker' type='remote'/>".formatted(id);
  }

  public static String group(String id, String... members) {
    return "<group id='%s'>%s</group>".formatted(id, String.join("", members));
  }

  public static String cloned(String id, String content, String... meta) {
    return "<clone id='%s'>%s%s</clone>".formatted(id, meta(id, meta), content);
  }

  private static String meta(String id, String... pairs) {
    StringBuilder text = new StringBuilder("<meta_attributes id='" + id + "-meta'>");
    for (String pair : pairs) {
      List<String> parts = Splitter.on('=').limit(2).splitToList(pair);
      text.append(pair(id, parts.get(0), parts.get(1)));
    }
    return text.append("</meta_attributes>").toString();
  }

  private static String pair(String owner, String name, String value) {
    return "<nvpair id='%s.%s' name='%s' value='%s'/>".formatted(owner, name, name, value);
  }

  public TinyCib option(String name, String value) {
    options.put(name, value);
    return this;
  }

  /** Has nodes fenced, by a device that is not started anywhere. */
  public TinyCib fencing() {
    options.put("fencing-enabled", "true");
    return resources("<primitive id='dev' class='stonith' type='fence_t'/>");
  }

  public TinyCib resources(String... xml) {
    resources.addAll(List.of(xml));
    return this;
  }

  public TinyCib constraints(String... xml) {
    constraints.addAll(List.of(xml));
    return this;
  }

  /** Adds further elements to the configuration, such as tags or defaults. */
  public TinyCib also(String xml) {
    rest += xml;
    return this;
  }

  /** An attribute of a node that lasts. */
  public TinyCib attribute(String node, String name, String value) {
    permanent.merge(node, pair(node, name, value), String::concat);
    return this;
  }

  /** An attribute of a node until it restarts. */
  public TinyCib status(String node, String name, String value) {
    attributes.merge(node, pair(node + "-s", name, value), String::concat);
    return this;
  }

  /**
   * Adds a set of attributes, such as what a node has room for, to what it has until it restarts.
   */
  public TinyCib statusSet(String node, String xml) {
    sets.merge(node, xml, String::concat);
    return this;
  }

  /** What is written of a node instead of that it is up. */
  public TinyCib state(String node, String xmlAttributes) {
    states.put(node, xmlAttributes);
    return this;
  }

  public TinyCib lost(String node) {
    return state(node, "in_ccm='false' crmd='offline' join='down' expected='member'");
  }

  /**
   * What a node remembers of a resource, oldest first, as {@code task[/interval]=rc[@seconds]}, for
   * example {@code start=0 monitor/10000=7}.
   */
  public TinyCib ran(String node, String resource, String entries) {
    StringBuilder xml = new StringBuilder();
    int call = 1;
    for (String entry : Splitter.on(' ').split(entries)) {
      xml.append(entry(resource, entry, call++));
    }
    histories.merge(
        node,
        "<lrm_resource id='%s' class='ocf' provider='t' type='D'>%s</lrm_resource>"
            .formatted(resource, xml),
        String::concat);
    return this;
  }

  /** As above, of the connection to a remote or guest node, which has a state of its own then. */
  public TinyCib connected(String node, String remote, String entries) {
    ran(node, remote, entries);
    String other = "<lrm_resource id='%s' class='ocf' provider='t' type='D'".formatted(remote);
    histories.computeIfPresent(
        node,
        (n, xml) ->
            xml.replace(
                other,
                other.replace("provider='t' type='D'", "provider='pacemaker' type='remote'")));
    remotes.add(remote);
    return this;
  }

  /** As above, of a resource that is kept for the node since it was shut down. */
  public TinyCib locked(String node, String resource, String since, String entries) {
    ran(node, resource, entries);
    String marked = "<lrm_resource shutdown-lock='%s' id='%s'".formatted(since, resource);
    histories.computeIfPresent(
        node, (n, xml) -> xml.replace("<lrm_resource id='" + resource + "'", marked));
    return this;
  }

  private static String entry(String resource, String entry, int call) {
    List<String> sides = Splitter.on('=').splitToList(entry);
    List<String> task = Splitter.on('/').splitToList(sides.get(0));
    List<String> result = Splitter.on('@').splitToList(sides.get(1));
    String interval = task.size() > 1 ? task.get(1) : "0";
    boolean probe = task.get(0).equals("monitor") && interval.equals("0");
    String digest =
        interval.equals("0")
            ? DIGEST
            : Digests.digest(ImmutableMap.of("CRM_meta_timeout", "20000"));
    String time = result.size() > 1 ? " last-rc-change='" + result.get(1) + "'" : "";
    return "<lrm_rsc_op id='%s_%s_%s' operation='%s' interval='%s' call-id='%d' rc-code='%s'"
            .formatted(resource, task.get(0), interval, task.get(0), interval, call, result.get(0))
        + " op-status='0' op-digest='%s' transition-key='1:1:%d:x'%s/>"
            .formatted(digest, probe ? 7 : 0, time);
  }

  public Element build() {
    StringBuilder text = new StringBuilder("<cib have-quorum='1' dc-uuid='1'><configuration>");
    text.append("<crm_config><cluster_property_set id='o'>");
    options.forEach((name, value) -> text.append(pair("o", name, value)));
    text.append("</cluster_property_set></crm_config><nodes>");
    for (int i = 0; i < nodes.size(); i++) {
      String name = nodes.get(i);
      text.append("<node id='%d' uname='%s'>".formatted(i + 1, name))
          .append(set("instance_attributes", name + "-p", permanent.getOrDefault(name, "")))
          .append("</node>");
    }
    text.append("</nodes><resources>").append(String.join("", resources));
    text.append("</resources><constraints>").append(String.join("", constraints));
    text.append("</constraints>").append(rest).append("</configuration><status>");
    for (int i = 0; i < nodes.size(); i++) {
      appendState(text, i + 1, nodes.get(i));
    }
    for (String remote : remotes) {
      text.append(
          "<node_state id='%s' uname='%s' remote_node='true'><lrm id='%s'><lrm_resources>%s"
              .formatted(remote, remote, remote, histories.getOrDefault(remote, "")));
      text.append("</lrm_resources></lrm></node_state>");
    }
    try {
      return Xml.parse(text.append("</status></cib>").toString());
    } catch (XmlException e) {
      throw new IllegalArgumentException("a test's CIB is not well-formed: " + text, e);
    }
  }

  private static String set(String kind, String id, String pairs) {
    return "<%s id='%s'>%s</%s>".formatted(kind, id, pairs, kind);
  }

  private void appendState(StringBuilder text, int id, String name) {
    String up = "in_ccm='true' crmd='online' join='member' expected='member'";
    text.append("<node_state id='%d' uname='%s' ".formatted(id, name))
        .append(states.getOrDefault(name, up))
        .append("><transient_attributes id='%d'>".formatted(id))
        .append(set("instance_attributes", name + "-t", attributes.getOrDefault(name, "")))
        .append(sets.getOrDefault(name, ""))
        .append("</transient_attributes><lrm id='%d'><lrm_resources>".formatted(id))
        .append(histories.getOrDefault(name, ""))
        .append("</lrm_resources></lrm></node_state>");
  }

  /** What is to be done at the epoch. */
  public GraphWords plan() {
    return plan(0);
  }

  /** What is to be done at a moment. */
  public GraphWords plan(long nowEpochSeconds) {
    return new GraphWords(Scheduler.schedule(build(), nowEpochSeconds).graph());
  }
}
