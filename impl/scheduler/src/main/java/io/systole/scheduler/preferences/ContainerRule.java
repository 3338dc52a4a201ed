package io.systole.scheduler.preferences;

import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import org.jspecify.annotations.Nullable;

/**
 * What is in a container goes where the container is; if the container is a guest node, it goes
 * onto that node.
 */
final class ContainerRule {

  private static final int NESTED = 10_000;

  private final PreferenceBuilder builder;

  ContainerRule(PreferenceBuilder builder) {
    this.builder = builder;
  }

  void apply() {
    for (Resource resource : builder.cluster.resources()) {
      Resource container = resource.container();
      if (container != null) {
        apply(resource, container);
      }
    }
  }

  private void apply(Resource resource, Resource container) {
    if (resource.isConnection() && !resource.maybeNested()) {
      keepOffRemoteNodes(container);
    }
    Resource connection = resource.isConnection() ? null : connection(container);
    if (connection == null) {
      colocate(resource, container);
    } else {
      bindToNode(resource, connection);
    }
  }

  /** A guest's machine does not run on a node that is a guest itself. */
  private void keepOffRemoteNodes(Resource container) {
    for (Node node : builder.cluster.nodes()) {
      if (node.connection() != null && builder.scores.get(container.index()).has(node.index())) {
        builder.add(container, node, -Score.INFINITY, "", "it is a node's machine itself");
      }
    }
  }

  /** The connection to the node that a container is, if it is one. */
  private static @Nullable Resource connection(Resource container) {
    if (container.isConnection()) {
      return container;
    }
    for (Resource inside : container.contents()) {
      if (inside.isConnection()) {
        return inside;
      }
    }
    return null;
  }

  private void bindToNode(Resource resource, Resource connection) {
    for (Node node : builder.cluster.nodes()) {
      boolean listed = builder.scores.get(resource.index()).has(node.index());
      if (node.connection() != connection && listed) {
        builder.add(
            resource, node, -Score.INFINITY, "", "it belongs onto the node " + connection.id());
      }
    }
  }

  /** The connection to a container on a remote node is on that node's own host. */
  private static int score(Resource resource) {
    return resource.maybeNested() ? NESTED : Score.INFINITY;
  }

  private void colocate(Resource resource, Resource container) {
    Colocation colocation =
        new Colocation(
            "#resource-with-container",
            resource,
            container,
            score(resource),
            Role.UNKNOWN,
            Role.UNKNOWN,
            "#uname",
            true,
            true);
    builder.dependsOn.put(resource, colocation);
    builder.dependents.put(container, colocation);
  }
}
