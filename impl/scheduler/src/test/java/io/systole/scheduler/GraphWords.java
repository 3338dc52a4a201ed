package io.systole.scheduler;

import io.systole.scheduler.graph.TransitionGraph;
import io.systole.scheduler.graph.TransitionGraph.Synapse;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A transition graph in few words: an action is {@code KEY NODE}, or {@code KEY} if it is a point.
 */
public record GraphWords(TransitionGraph graph) {

  private static String name(Element action) {
    String key = action.attribute("operation_key", action.attribute("operation", ""));
    String task = action.attribute("operation", "").equals("cancel") ? "cancel " : "";
    return task + key + action.attribute("on_node").map(n -> " " + n).orElse("");
  }

  /** All actions but looks at what is not known, sorted. */
  public List<String> actions() {
    return graph.synapses().stream()
        .map(Synapse::action)
        .map(GraphWords::name)
        .filter(a -> !a.contains("_monitor_0 "))
        .sorted()
        .toList();
  }

  /** The actions that nodes or fencers do, points left out. */
  public List<String> work() {
    return graph.synapses().stream()
        .map(Synapse::action)
        .filter(a -> !a.is("pseudo_event"))
        .map(GraphWords::name)
        .filter(a -> !a.contains("_monitor_"))
        .sorted()
        .toList();
  }

  /** The looks at what is not known. */
  public List<String> probes() {
    return graph.synapses().stream()
        .map(Synapse::action)
        .map(GraphWords::name)
        .filter(a -> a.contains("_monitor_0 "))
        .sorted()
        .toList();
  }

  /** Whether one action waits, by way of whatever others, for another. */
  public boolean waits(String then, String first) {
    Map<Integer, Synapse> byId = new LinkedHashMap<>();
    graph.synapses().forEach(s -> byId.put(s.actionId(), s));
    return graph.synapses().stream()
        .filter(s -> name(s.action()).equals(then))
        .anyMatch(s -> reaches(s, first, byId, new TreeSet<>()));
  }

  private static boolean reaches(
      Synapse from, String goal, Map<Integer, Synapse> byId, TreeSet<Integer> seen) {
    for (int input : from.inputs()) {
      Synapse before = byId.get(input);
      boolean found =
          before != null
              && seen.add(input)
              && (name(before.action()).equals(goal) || reaches(before, goal, byId, seen));
      if (found) {
        return true;
      }
    }
    return false;
  }

  /** Which cluster node does an action for a remote node, or the empty string. */
  public String router(String action) {
    return graph.synapses().stream()
        .map(Synapse::action)
        .filter(a -> name(a).equals(action))
        .map(a -> a.attribute("router_node", ""))
        .findFirst()
        .orElse("no such action");
  }

  /** The ids of the nodes that an action takes down. */
  public List<String> downed(String action) {
    return graph.synapses().stream()
        .map(Synapse::action)
        .filter(a -> name(a).equals(action))
        .flatMap(a -> a.child("downed").stream())
        .flatMap(d -> d.children().stream())
        .map(Element::id)
        .toList();
  }

  /** An attribute that an action is given. */
  public String attribute(String action, String attribute) {
    return graph.synapses().stream()
        .map(Synapse::action)
        .filter(a -> name(a).equals(action))
        .flatMap(a -> a.child("attributes").stream())
        .map(a -> a.attribute(attribute, ""))
        .findFirst()
        .orElse("no such action");
  }
}
