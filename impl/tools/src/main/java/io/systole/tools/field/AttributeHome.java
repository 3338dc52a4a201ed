package io.systole.tools.field;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/**
 * Where in the CIB an option or attribute is at home.
 *
 * @param scope as the field calls it
 * @param node whose attribute it is; empty for an option of the cluster
 * @param nodeId the node's id
 * @param sets the name of the sets
 * @param standardSet the id of the set that is made where there is none
 * @param holder the element that the sets stand in; empty if it is not there
 * @param onlySet the id of the one set that is meant; empty for any
 */
record AttributeHome(
    String scope,
    String node,
    String nodeId,
    String sets,
    String standardSet,
    Optional<Element> holder,
    String onlySet) {

  private static final String STATUS = "status";

  /** The home that the options name. */
  static AttributeHome of(CommandLine line, Element cib) throws ToolException {
    String node = line.getOptionValue("node", "");
    String only = line.getOptionValue("set-name", "");
    String type = line.getOptionValue("type");
    boolean lives = line.getOptionValue("lifetime", "").equals("forever");
    if ((line.hasOption("promotion") && !lives)
        || "reboot".equals(line.getOptionValue("lifetime"))
        || STATUS.equals(type)) {
      return ofStatus(cib, known(cib, node), only);
    }
    if (!node.isEmpty() || "nodes".equals(type)) {
      return ofNode(line, known(cib, node), only);
    }
    String scope = type == null ? "crm_config" : type;
    Optional<Element> holder = cib.at("configuration", scope);
    return switch (scope) {
      case "crm_config" ->
          new AttributeHome(
              scope, "", "", "cluster_property_set", "cib-bootstrap-options", holder, only);
      case "rsc_defaults", "op_defaults" ->
          new AttributeHome(scope, "", "", "meta_attributes", scope + "-options", holder, only);
      default ->
          throw new ToolException(
              ExitCode.NO_SUCH,
              lenientFormat("--type '%s' is no place of options", scope),
              "There are: crm_config, rsc_defaults, op_defaults, nodes, status.");
    };
  }

  private static Element known(Element cib, String name) throws ToolException {
    return cib.at("configuration", "nodes").stream()
        .flatMap(nodes -> nodes.children("node").stream())
        .filter(node -> node.attribute("uname", "").equals(name) || node.id().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ToolException(
                ExitCode.NO_SUCH,
                lenientFormat("Could not map name=%s to a UUID (there is no such node)", name),
                "Name a node by --node."));
  }

  private static AttributeHome ofNode(CommandLine line, Element node, String only) {
    boolean utilization = line.hasOption("utilization");
    return new AttributeHome(
        "nodes",
        node.attribute("uname", ""),
        node.id(),
        utilization ? "utilization" : "instance_attributes",
        "nodes-" + node.id() + (utilization ? "-utilization" : ""),
        Optional.of(node),
        only);
  }

  private static AttributeHome ofStatus(Element cib, Element node, String only) {
    return new AttributeHome(
        STATUS,
        node.attribute("uname", ""),
        node.id(),
        "instance_attributes",
        STATUS + "-" + node.id(),
        cib.child(STATUS).stream()
            .flatMap(status -> status.children("node_state").stream())
            .filter(state -> state.id().equals(node.id()))
            .flatMap(state -> state.children("transient_attributes").stream())
            .findFirst(),
        only);
  }

  /** Whether it is forgotten when the node leaves: the attribute manager has it then. */
  boolean isTransient() {
    return scope.equals(STATUS);
  }

  /** The pairs that are meant, in the order of the document. */
  ImmutableList<Element> pairs(Predicate<Element> meant) {
    return holder.stream()
        .flatMap(h -> h.children(sets).stream())
        .filter(set -> onlySet.isEmpty() || set.id().equals(onlySet))
        .flatMap(set -> set.children("nvpair").stream())
        .filter(meant)
        .collect(ImmutableList.toImmutableList());
  }

  /** The edit that makes a pair, with the set that it stands in. */
  Element creation(@Nullable String id, String name, String value) {
    String first = holder.flatMap(h -> h.child(sets)).map(Element::id).orElse(standardSet);
    String set = onlySet.isEmpty() ? first : onlySet;
    Element pair =
        Element.of(
            "nvpair", "id", id == null ? set + "-" + name : id, "name", name, "value", value);
    Element made = Element.of(sets, "id", set).plus(pair);
    String section = scope.equals("nodes") ? "nodes" : scope;
    Element fragment =
        scope.equals("nodes")
            ? Element.of("node", "id", nodeId).plus(made)
            : Element.of(scope).plus(made);
    return Element.of("modify", "section", section, "create", "true").plus(fragment);
  }
}
