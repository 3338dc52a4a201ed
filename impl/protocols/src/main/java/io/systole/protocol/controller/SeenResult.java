package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.systole.kernel.NodeName;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import java.util.Optional;

/**
 * An entry of a node's history in the CIB.
 *
 * @param resource the id under which the node's executor knows it
 * @param operation the {@code <lrm_rsc_op>}
 */
record SeenResult(NodeName node, String resource, Element operation) {

  /** The field's status of an operation whose end is not known yet. */
  private static final int PENDING = -1;

  /** All entries that a {@code <node_state>} has. */
  static ImmutableList<SeenResult> of(NodeName node, Optional<Element> state) {
    ImmutableList.Builder<SeenResult> results = ImmutableList.builder();
    Optional<Element> resources = state.flatMap(element -> element.at("lrm", "lrm_resources"));
    if (resources.isPresent()) {
      for (Element resource : resources.get().children("lrm_resource")) {
        for (Element operation : resource.children("lrm_rsc_op")) {
          results.add(new SeenResult(node, resource.id(), operation));
        }
      }
    }
    return results.build();
  }

  Optional<TransitionKey> key() {
    return operation.attribute("transition-key").flatMap(TransitionKey::parse);
  }

  boolean isPending() {
    return number("op-status", 0) == PENDING;
  }

  /** Whether it ended as the scheduler that wanted it had expected. */
  boolean isAsExpected() {
    int expected = key().map(TransitionKey::targetRc).orElse(0);
    return number("op-status", 0) == 0 && number("rc-code", 0) == expected;
  }

  String name() {
    return operation.attribute("operation", "");
  }

  int intervalMillis() {
    return number("interval", 0);
  }

  /** When the result came about, in seconds since 1970; empty if it is not known. */
  Optional<String> at() {
    return operation.attribute("last-rc-change").filter(text -> !text.isEmpty());
  }

  /** The same for all entries that one run of an agent left. */
  String run() {
    return node
        + " "
        + resource
        + " "
        + operation.attribute("transition-magic", "")
        + " "
        + operation.attribute("call-id", "")
        + " "
        + operation.attribute("last-rc-change", "");
  }

  private int number(String attribute, int otherwise) {
    Integer value = Ints.tryParse(operation.attribute(attribute, ""));
    return value == null ? otherwise : value;
  }
}
