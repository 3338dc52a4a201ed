package io.systole.protocol.transition;

import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;

/**
 * One action of a graph.
 *
 * @param id unique in the graph
 * @param operation what to do: {@code start}, {@code stonith}, ...
 * @param key the field's name for it, such as {@code web_start_0}
 * @param node on or to which it is done
 * @param router the node whose executor does it, if it is another one
 * @param timeout for the agent; zero if none is set
 * @param targetRc the exit status that counts as success
 * @param noWait whether it is done as soon as it is begun
 * @param element the action as it stands in the graph
 */
public record GraphAction(
    int id,
    ActionKind kind,
    String operation,
    String key,
    Optional<NodeName> node,
    Optional<NodeName> router,
    Duration timeout,
    int targetRc,
    boolean noWait,
    Element element) {

  /** What stands for an exit status where no agent was run; no agent gives it. */
  public static final int RC_NOT_DONE = -1;

  /** The node that does it: the router, if there is one. */
  public Optional<NodeName> performer() {
    return router.or(() -> node);
  }

  /** The graph's {@code <attributes>} of this action: its meta-attributes and parameters. */
  public Optional<String> attribute(String name) {
    return element.child("attributes").flatMap(attributes -> attributes.attribute(name));
  }

  /** Whether it is part of a live migration, of which only so many may run on a node. */
  boolean migrates() {
    return operation.equals("migrate_to") || operation.equals("migrate_from");
  }

  /** Whether there is anything to wait for once it is begun. */
  boolean endsAtOnce() {
    return kind == ActionKind.PSEUDO || noWait;
  }
}
