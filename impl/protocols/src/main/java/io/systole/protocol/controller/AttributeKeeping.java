package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.cib.CibEdit;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.Proposals.Purpose;
import io.systole.xml.Element;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps the CIB's {@code <transient_attributes>} equal to what the attribute managers say. */
final class AttributeKeeping {

  private AttributeKeeping() {}

  static void told(
      Turn turn, ImmutableSortedMap<NodeName, ImmutableSortedMap<String, String>> values) {
    turn.set(turn.state().with(turn.state().daemons().attributed(values)));
  }

  static void changed(Turn turn, NodeName node, String name, Optional<String> value) {
    Optional<ImmutableSortedMap<NodeName, ImmutableSortedMap<String, String>>> known =
        turn.state().daemons().attributes();
    if (known.isEmpty()) {
      turn.refuse(ControllerRefusal.NOT_ASKED);
      return;
    }
    TreeMap<NodeName, ImmutableSortedMap<String, String>> all = new TreeMap<>(known.get());
    TreeMap<String, String> ofNode = new TreeMap<>(all.getOrDefault(node, ImmutableSortedMap.of()));
    if (value.isPresent()) {
      ofNode.put(name, value.get());
    } else {
      ofNode.remove(name);
    }
    all.put(node, ImmutableSortedMap.copyOf(ofNode));
    told(turn, ImmutableSortedMap.copyOf(all));
    turn.state()
        .coordination()
        .ifPresent(dc -> turn.set(turn.state().with(dc.notOwing(node, name))));
  }

  /**
   * Proposes what is missing or too much in the CIB, once all earlier changes can be seen there.
   */
  static void keep(Turn turn) {
    Optional<Coordination> dc = turn.state().coordination();
    Daemons daemons = turn.state().daemons();
    if (dc.isEmpty()
        || daemons.attributes().isEmpty()
        || dc.get().stage() == Coordination.Stage.SETTLING
        || turn.state().proposals().owesOfDc()
        || !Scheduling.isSeen(turn.state())) {
      return;
    }
    ImmutableList.Builder<CibEdit> edits = ImmutableList.builder();
    for (NodeName node : dc.get().members()) {
      ImmutableSortedMap<String, String> wanted =
          daemons.attributes().get().getOrDefault(node, ImmutableSortedMap.of());
      edits.addAll(edits(NodeIds.of(turn, node), node, daemons.cib().nodeState(node), wanted));
    }
    Proposing.want(turn, Purpose.UPKEEP, edits.build());
  }

  private static ImmutableList<CibEdit> edits(
      String id,
      NodeName node,
      Optional<Element> state,
      ImmutableSortedMap<String, String> wanted) {
    ImmutableList.Builder<CibEdit> edits = ImmutableList.builder();
    TreeMap<String, String> missing = new TreeMap<>(wanted);
    for (Element pair : pairs(state)) {
      String name = pair.attribute("name", "");
      String value = wanted.get(name);
      if (value == null) {
        edits.add(new CibEdit.Delete("status", Element.of("nvpair", "id", pair.id())));
      } else if (value.equals(pair.attribute("value", ""))) {
        missing.remove(name);
      }
    }
    if (!missing.isEmpty()) {
      edits.add(new CibEdit.Modify("status", state(id, node, missing), true));
    }
    return edits.build();
  }

  private static ImmutableList<Element> pairs(Optional<Element> state) {
    return state
        .flatMap(element -> element.at("transient_attributes", "instance_attributes"))
        .map(set -> set.children("nvpair"))
        .orElse(ImmutableList.of());
  }

  private static Element state(String id, NodeName node, Map<String, String> values) {
    Element.Builder set = Element.builder("instance_attributes").attribute("id", "status-" + id);
    values.forEach((name, value) ->
        set.child(
            Element.of(
                "nvpair", "id", "status-" + id + "-" + inId(name), "name", name, "value", value)));
    return Element.of("node_state", "id", id, "uname", node.value())
        .plus(Element.of("transient_attributes", "id", id).plus(set.build()));
  }

  /** The name with all that may not stand in an id as hexadecimal digits between points. */
  private static String inId(String name) {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_';
      if (plain) {
        id.append(c);
      } else {
        id.append('.').append(Integer.toHexString(c)).append('.');
      }
    }
    return id.toString();
  }
}
