package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import io.systole.cib.CibEdit;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.Proposals.Purpose;
import io.systole.protocol.transition.GraphAction;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.function.Predicate;

/** Edits of a node's history of operations in the CIB. */
final class HistoryEdits {

  private static final String STATUS = "status";

  /** The field's words for an operation that could not be carried out. */
  private static final String ERROR = "4";

  private static final String RC_ERROR = "1";
  private static final String FEATURE_SET = "3.20.5";

  private HistoryEdits() {}

  /** The results of one operation. */
  static CibEdit add(String id, NodeName node, Element resource) {
    return inHistory(id, node, Element.of("lrm_resources").plus(resource));
  }

  /** The whole history, in place of what the CIB had. */
  static ImmutableList<CibEdit> replace(String id, NodeName node, Element resources) {
    return ImmutableList.of(
        new CibEdit.Delete(STATUS, Element.of("lrm", "id", id)), inHistory(id, node, resources));
  }

  private static CibEdit inHistory(String id, NodeName node, Element resources) {
    return new CibEdit.Modify(
        STATUS,
        Element.of("node_state", "id", id, "uname", node.value())
            .plus(Element.of("lrm", "id", id).plus(resources)),
        true);
  }

  /** The removal of the entries of a resource on a node that {@code unwanted} is true of. */
  static ImmutableList<CibEdit> remove(
      Turn turn, NodeName node, String resource, Predicate<Element> unwanted) {
    return SeenResult.of(node, turn.state().daemons().cib().nodeState(node)).stream()
        .filter(result -> result.resource().equals(resource))
        .map(SeenResult::operation)
        .filter(unwanted)
        .map(HistoryEdits::remove)
        .collect(ImmutableList.toImmutableList());
  }

  /** Ids of entries are the same on all nodes, so the node has to be named too. */
  private static CibEdit remove(Element operation) {
    return new CibEdit.Delete(
        STATUS,
        Element.of(
            "lrm_rsc_op", "id", operation.id(), "on_node", operation.attribute("on_node", "")));
  }

  /**
   * The entries of an operation that the executor did not take, so that the scheduler knows that it
   * can't be done there; empty for one that leaves no entries.
   */
  static Optional<Element> notDone(
      NodeName node, ControllerMessage.OperationOrdered order, String reason) {
    Element operation = order.operation();
    Optional<Element> primitive = operation.child("primitive");
    String name = operation.attribute("operation", "");
    boolean leavesNone = name.equals("notify") || name.equals("delete") || name.equals("cancel");
    if (primitive.isEmpty() || leavesNone) {
      return Optional.empty();
    }
    String id = primitive.get().id();
    Element entry =
        Element.of(
            "lrm_rsc_op",
            "id",
            id + "_last_failure_0",
            "operation_key",
            operation.attribute("operation_key", ""),
            "operation",
            name,
            "crm_feature_set",
            FEATURE_SET,
            "transition-key",
            order.key().toString(),
            "transition-magic",
            ERROR + ":" + RC_ERROR + ";" + order.key(),
            "exit-reason",
            reason,
            "on_node",
            node.value(),
            "call-id",
            "0",
            "rc-code",
            RC_ERROR,
            "op-status",
            ERROR,
            "interval",
            interval(operation));
    Element.Builder resource = Element.builder("lrm_resource").attribute("id", id);
    for (String kind : ImmutableList.of("class", "provider", "type")) {
      resource.attribute(kind, primitive.get().attribute(kind));
    }
    resource.child(entry);
    if (interval(operation).equals("0")) {
      resource.child(entry.with("id", id + "_last_0"));
    }
    return Optional.of(resource.build());
  }

  private static String interval(Element operation) {
    return operation
        .child("attributes")
        .flatMap(attributes -> attributes.attribute("CRM_meta_interval"))
        .orElse("0");
  }

  /** The graph wants the CIB to forget what it has of a resource on a node. */
  static void forget(Turn turn, GraphAction action, NodeName node) {
    String resource = action.element().child("primitive").map(Element::id).orElse("");
    Proposing.want(turn, Purpose.UPKEEP, remove(turn, node, resource, operation -> true));
  }

  static void forgetFailure(Turn turn, String resource, NodeName node) {
    Proposing.want(
        turn,
        Purpose.UPKEEP,
        remove(
            turn,
            node,
            resource,
            operation -> operation.id().equals(resource + "_last_failure_0")));
  }
}
