package io.systole.tools.resource;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Context;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibFragments;
import io.systole.xml.Element;

/** Location constraints that are made by hand, under the ids that the field gives them. */
public final class Placements {

  private Placements() {}

  /** Makes a resource prefer a node above all. */
  public static void move(Context context, String resource, String node) throws ToolException {
    make(context, "cli-prefer-" + resource, resource, node, "INFINITY");
  }

  /** Keeps a resource away from a node. */
  public static void ban(Context context, String resource, String node) throws ToolException {
    make(context, "cli-ban-" + resource + "-on-" + node, resource, node, "-INFINITY");
  }

  /** Removes all that was made so for a resource. */
  public static void clear(Context context, String resource) throws ToolException {
    Element cib = context.cluster().query("");
    ResourceCommands.resource(context, cib, resource);
    ImmutableList<Element> made =
        cib
            .at("configuration", "constraints")
            .map(Element::children)
            .orElse(ImmutableList.of())
            .stream()
            .filter(c -> c.id().startsWith("cli-") && c.attribute("rsc", "").equals(resource))
            .collect(ImmutableList.toImmutableList());
    if (made.isEmpty()) {
      context
          .terminal()
          .line("nothing to clear: no constraint of " + resource + " begins with cli-");
      return;
    }
    Element.Builder change = Element.builder("change");
    for (Element constraint : made) {
      change.child(
          Element.of("delete", "section", "constraints")
              .plus(Element.of("rsc_location", "id", constraint.id())));
    }
    context.cluster().change(change.build());
    made.forEach(constraint -> context.terminal().line("removed " + constraint.id()));
  }

  private static void make(Context context, String id, String resource, String node, String score)
      throws ToolException {
    Element cib = context.cluster().query("");
    ResourceCommands.resource(context, cib, resource);
    if (CibFragments.node(cib, node).isEmpty()) {
      throw context.noSuch("node", node, CibFragments.nodeNames(cib));
    }
    context
        .cluster()
        .modify(
            "constraints",
            Element.of("rsc_location", "id", id, "rsc", resource, "node", node, "score", score));
    context.terminal().line("made constraint " + id);
  }
}
