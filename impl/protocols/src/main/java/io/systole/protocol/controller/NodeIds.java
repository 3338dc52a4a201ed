package io.systole.protocol.controller;

import io.systole.cib.Cib;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.stream.Stream;

/** The ids by which the CIB knows nodes. */
final class NodeIds {

  private NodeIds() {}

  /** As the CIB has it, else as the node's configuration file has it, else the name itself. */
  static String of(Turn turn, NodeName node) {
    return of(turn.state().daemons().cib(), turn.constants(), node);
  }

  static String of(Cib cib, ControllerConstants constants, NodeName node) {
    return Stream.concat(cib.nodes().stream(), cib.status().children("node_state").stream())
        .filter(element -> element.attribute("uname", "").equals(node.value()))
        .map(Element::id)
        .filter(id -> !id.isEmpty())
        .findFirst()
        .or(() -> Optional.ofNullable(constants.nodes().get(node)))
        .orElse(node.value());
  }
}
