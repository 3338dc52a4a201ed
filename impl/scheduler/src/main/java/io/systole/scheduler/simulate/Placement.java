package io.systole.scheduler.simulate;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a resource is at present, if it is in several places the one that counts. */
final class Placement {

  private Placement() {}

  /** Of several nodes the source of a migration, or one that can be trusted, or the first. */
  static @Nullable Node current(Resource resource) {
    List<Node> running = resource.status().running();
    Node source = resource.status().partialMigrationSource();
    if (source != null && running.contains(source)) {
      return source;
    }
    boolean keepsUnclean = resource.needsFencing();
    Node first = null;
    for (Node node : running) {
      boolean trusted = node.online() && !node.unclean();
      boolean better = first != null && !(first.online() && !first.unclean());
      if (first == null || (!keepsUnclean && trusted && better)) {
        first = node;
      }
    }
    return first;
  }
}
