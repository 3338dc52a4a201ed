package io.systole.scheduler.simulate;

import com.google.common.collect.ImmutableSet;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A transition graph as sorted lines that do not depend on how actions are numbered. */
final class GraphText {

  private static final ImmutableSet<String> IGNORED =
      ImmutableSet.of("crm_feature_set", "batch-limit");

  private GraphText() {}

  static List<String> lines(Element graph) {
    List<String> lines = new ArrayList<>();
    lines.add("graph " + attributes(graph, ImmutableSet.of("transition_id")));
    Map<String, String> names = new LinkedHashMap<>();
    for (Element synapse : graph.children("synapse")) {
      for (Element action : actions(synapse)) {
        names.put(action.id(), text(action));
      }
    }
    for (Element synapse : graph.children("synapse")) {
      String head = "priority=" + synapse.attribute("priority", "0") + " ";
      for (Element action : actions(synapse)) {
        String text = text(action);
        lines.add(head + text);
        int before = lines.size();
        for (Element trigger : synapse.child("inputs").orElseThrow().children("trigger")) {
          for (Element input : trigger.children()) {
            lines.add(text + " AFTER " + names.getOrDefault(input.id(), "NO SUCH ACTION"));
          }
        }
        if (lines.size() == before) {
          lines.add(text + " AFTER nothing");
        }
      }
    }
    Collections.sort(lines);
    return lines;
  }

  private static List<Element> actions(Element synapse) {
    return synapse.child("action_set").orElseThrow().children();
  }

  private static String attributes(Element element, ImmutableSet<String> dropped) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(element.attributes())
        .forEach((name, value) -> {
          if (!IGNORED.contains(name) && !dropped.contains(name)) {
            text.append(name).append("=\"").append(value).append("\" ");
          }
        });
    return text.toString();
  }

  private static String text(Element element) {
    return canonical(element, ImmutableSet.of("id"));
  }

  private static String canonical(Element element, ImmutableSet<String> dropped) {
    List<String> children = new ArrayList<>();
    element.children().forEach(child -> children.add(canonical(child, ImmutableSet.of())));
    Collections.sort(children);
    return "<"
        + element.name()
        + " "
        + attributes(element, dropped)
        + ">"
        + String.join("", children);
  }
}
