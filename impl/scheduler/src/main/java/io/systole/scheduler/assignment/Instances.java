package io.systole.scheduler.assignment;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import org.jspecify.annotations.Nullable;

/** Finds the instance of one clone that goes with an instance of another. */
final class Instances {

  private final Work work;
  private final NodeOrder order;

  Instances(Work work, NodeOrder order) {
    this.work = work;
    this.order = order;
  }

  @Nullable Resource compatible(Resource match, Resource clone, Role role, boolean now) {
    Node node = now ? Work.current(match) : work.location(match);
    if (node != null) {
      return on(node, clone, role, now);
    }
    for (Node candidate : order.sorted(work.scores(match), null)) {
      Resource found = on(candidate, clone, role, now);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Resource on(Node node, Resource clone, Role role, boolean now) {
    for (Resource instance : work.children(clone)) {
      Node at = now ? Work.current(instance) : work.location(instance);
      boolean fits = role == Role.UNKNOWN || work.state(instance, now) == role;
      if (at == node && fits && !blocked(instance)) {
        return instance;
      }
    }
    return null;
  }

  /** Whether the resource or any of its parts may not be touched. */
  static boolean blocked(Resource resource) {
    return resource.status().blocked() || resource.children().stream().anyMatch(Instances::blocked);
  }

  /** The score of the instance that was assigned to a node. */
  int assignedScore(Resource clone, Node node) {
    for (Resource instance : work.children(clone)) {
      if (work.location(instance) == node) {
        Resource part = instance;
        while (!part.children().isEmpty()) {
          part = part.children().getFirst();
        }
        return work.scores(part).get(node.index());
      }
    }
    return 0;
  }
}
