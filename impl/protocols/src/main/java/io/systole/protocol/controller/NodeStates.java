package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibEdit;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.util.Optional;

/**
 * What the CIB says of nodes: {@code <node_state>} with the field's words. A node that was expected
 * to be a member and is not online has to be fenced; one that was expected to be down does not.
 */
final class NodeStates {

  private static final String STATUS = "status";

  private NodeStates() {}

  /** A node that takes orders. */
  static CibEdit member(String id, NodeName node) {
    return state(id, node, "true", "online", "member", "member");
  }

  /**
   * A node whose controller is there and did not join. What runs on it is not known, so it has to
   * be fenced before anything else is started.
   */
  static CibEdit leftBehind(String id, NodeName node) {
    return modify(base(id, node, "true", "online", "nack").build());
  }

  /** A node that can be reached and whose controller is gone for good. */
  static CibEdit withoutController(String id, NodeName node) {
    return modify(base(id, node, "true", "offline", "down").build());
  }

  /** A node that can't be reached; what was expected of it stays, and decides on its fencing. */
  static CibEdit lost(String id, NodeName node) {
    return modify(base(id, node, "false", "offline", "down").build());
  }

  /** A node that may go. */
  static CibEdit mayGo(String id, NodeName node) {
    return modify(Element.of("node_state", "id", id, "uname", node.value(), "expected", "down"));
  }

  /** A node that was fenced: it runs nothing, and what it had said of itself is void. */
  static ImmutableList<CibEdit> fenced(String id, NodeName node) {
    return ImmutableList.of(
        state(id, node, "false", "offline", "down", "down"),
        new CibEdit.Delete(STATUS, Element.of("lrm", "id", id)),
        forgetAttributes(id));
  }

  static CibEdit forgetAttributes(String id) {
    return new CibEdit.Delete(STATUS, Element.of("transient_attributes", "id", id));
  }

  /** Whether the CIB has the node as one that is gone in order. */
  static boolean isExpectedDown(Cib cib, NodeName node) {
    return cib.nodeState(node)
        .filter(state -> state.attribute("expected", "").equals("down"))
        .isPresent();
  }

  /** Whether the CIB still has the node as a part of the cluster. */
  static boolean isOnline(Element state) {
    return state.attribute("crmd", "").equals("online")
        || state.attribute("in_ccm", "").equals("true");
  }

  /** The node that a {@code <node_state>} or {@code <node>} is about. */
  static Optional<NodeName> name(Element element) {
    String name = element.attribute("uname", "");
    return name.isEmpty() ? Optional.empty() : Optional.of(new NodeName(name));
  }

  /** The nodes of the view that have no controller and did not leave in order. */
  static ImmutableSortedSet<NodeName> withoutController(Cib cib, View view) {
    ImmutableSortedSet.Builder<NodeName> absent = ImmutableSortedSet.naturalOrder();
    for (NodeName node : view.nodes()) {
      if (!view.members().contains(node) && !isExpectedDown(cib, node)) {
        absent.add(node);
      }
    }
    return absent.build();
  }

  private static CibEdit state(
      String id, NodeName node, String reachable, String crmd, String join, String expected) {
    return modify(base(id, node, reachable, crmd, join).attribute("expected", expected).build());
  }

  private static Element.Builder base(
      String id, NodeName node, String reachable, String crmd, String join) {
    return Element.builder("node_state")
        .attribute("id", id)
        .attribute("uname", node.value())
        .attribute("in_ccm", reachable)
        .attribute("crmd", crmd)
        .attribute("join", join);
  }

  private static CibEdit modify(Element state) {
    return new CibEdit.Modify(STATUS, state, true);
  }
}
