package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What it means for a dependent where its primary has been put. */
final class ColocationEffect {

  private final Work work;
  private final Instances instances;

  ColocationEffect(Work work, Instances instances) {
    this.work = work;
    this.instances = instances;
  }

  void apply(Colocation colocation, Resource dependent, Resource primary) {
    switch (primary.kind()) {
      case PRIMITIVE -> withPrimitive(colocation, dependent, primary);
      case GROUP -> {
        List<Resource> members = primary.children();
        if (!members.isEmpty() && !work.provisional(primary)) {
          // All of a group must be there if it has to be, part of it is enough if it is wished.
          boolean must = colocation.score() >= Score.INFINITY;
          apply(colocation, dependent, must ? members.getLast() : members.getFirst());
        }
      }
      case CLONE, BUNDLE -> withClone(colocation, dependent, primary);
    }
  }

  // A primitive

  private void withPrimitive(Colocation colocation, Resource dependent, Resource primary) {
    if (work.provisional(primary)) {
      return;
    }
    Resource dependentInstance = roleBearer(dependent);
    Resource clone = dependentInstance.parent();
    boolean byRole = colocation.dependentRole().atLeast(Role.UNPROMOTED);
    if (byRole && clone != null && clone.promotable() && !work.provisional(dependent)) {
      changePriority(colocation, dependent, primary);
      return;
    }
    if (!work.provisional(dependent)) {
      return;
    }
    boolean rolesAgree =
        agrees(colocation.dependentRole(), work.nextRole(dependent))
            && agrees(colocation.primaryRole(), work.nextRole(roleBearer(primary)));
    if (rolesAgree) {
      changeScores(colocation, dependent, primary);
    }
  }

  private static boolean agrees(Role wanted, Role actual) {
    return wanted == Role.UNKNOWN || wanted == actual;
  }

  /** A cloned group's role is what its members are asked about. */
  private Resource roleBearer(Resource resource) {
    Resource parent = resource.parent();
    if (parent != null && parent.isBundle()) {
      return work.roleBearer(resource);
    }
    return parent != null && parent.isGroup() && parent.parent() != null ? parent : resource;
  }

  private void changePriority(Colocation colocation, Resource dependent, Resource primary) {
    Node at = work.location(dependent);
    Node with = work.location(primary);
    if (at == null || with == null) {
      return;
    }
    if (!agrees(colocation.primaryRole(), work.nextRole(roleBearer(primary)))) {
      return;
    }
    int index = dependent.index();
    boolean same = value(colocation, at).equals(value(colocation, with));
    if (!same) {
      if (colocation.score() >= Score.INFINITY && colocation.dependentRole() == Role.PROMOTED) {
        work.priority[index] = -Score.INFINITY;
      }
      return;
    }
    int sign = colocation.dependentRole() == Role.UNPROMOTED ? -1 : 1;
    work.priority[index] = Score.add(sign * colocation.score(), work.priority[index]);
  }

  private Optional<String> value(Colocation colocation, Node there) {
    Node node = work.ground(there);
    if (node == null) {
      return Optional.empty();
    }
    return colocation.byName() ? Optional.of(node.name()) : node.attribute(colocation.attribute());
  }

  private void changeScores(Colocation colocation, Resource dependent, Resource primary) {
    Node with = work.assigned[primary.index()];
    int score = colocation.score();
    if (with == null && score < 0) {
      return;
    }
    Scores changed = work.scores(dependent).copy();
    Optional<String> wanted = with == null ? Optional.empty() : value(colocation, with);
    for (int i = 0; i < changed.size(); i++) {
      if (!changed.has(i)) {
        continue;
      }
      if (with == null) {
        changed.add(i, -score);
      } else if (value(colocation, work.node(i)).equals(wanted)) {
        if (score < Score.INFINITY) {
          changed.add(i, score);
        }
      } else if (score >= Score.INFINITY) {
        changed.set(i, -Score.INFINITY);
      }
    }
    if (colocation.mandatory() || work.anyAvailable(changed)) {
      work.scores(dependent, changed);
    }
  }

  // A clone

  private static boolean hasRoles(Resource collective) {
    Resource content = collective.isBundle() ? collective.content() : collective;
    return content != null && content.promotable();
  }

  private void withClone(Colocation colocation, Resource dependent, Resource clone) {
    if (work.provisional(clone)) {
      return;
    }
    if (hasRoles(clone) && colocation.primaryRole() != Role.UNKNOWN) {
      if (work.provisional(dependent)) {
        withRole(colocation, dependent, clone);
      } else if (colocation.dependentRole() == Role.PROMOTED) {
        promotionWithRole(colocation, dependent, clone);
      }
      return;
    }
    Resource dependentTop = colocation.dependent().top();
    if (dependentTop.isClone() && dependentTop.interleave()) {
      interleaved(colocation, dependent, clone);
    } else if (colocation.score() >= Score.INFINITY) {
      List<Node> nodes = new ArrayList<>();
      for (Resource instance : work.children(clone)) {
        Node node = work.location(instance);
        if (node != null && !Instances.blocked(instance) && hasRole(colocation, instance)) {
          nodes.add(node);
        }
      }
      keepTo(colocation, dependent, nodes, null);
    } else {
      for (Resource instance : work.children(clone)) {
        apply(colocation, dependent, instance);
      }
    }
  }

  /** A bundle's containers count only where what runs in them has the role. */
  private boolean hasRole(Colocation colocation, Resource instance) {
    Resource bearer = work.roleBearer(instance);
    return bearer == instance
        || agrees(colocation.primaryRole(), work.state(bearer, false))
        || colocation.primaryRole() == Role.UNKNOWN;
  }

  private void interleaved(Colocation colocation, Resource dependent, Resource clone) {
    Resource match = instances.compatible(dependent, clone, Role.UNKNOWN, false);
    if (match != null) {
      apply(colocation, dependent, match);
    } else if (colocation.score() >= Score.INFINITY) {
      work.give(dependent, null, true, true);
    }
  }

  private void withRole(Colocation colocation, Resource dependent, Resource clone) {
    List<Node> nodes = new ArrayList<>();
    for (Resource instance : work.children(clone)) {
      Node node = work.location(instance);
      Role role = work.state(work.roleBearer(instance), false);
      if (node == null || role != colocation.primaryRole()) {
        continue;
      }
      nodes.add(node);
      if (colocation.score() < Score.INFINITY) {
        addWhereEqual(colocation, dependent, node);
      }
    }
    boolean bothPromoted =
        colocation.dependentRole() == Role.PROMOTED && colocation.primaryRole() == Role.PROMOTED;
    if (colocation.score() >= Score.INFINITY && !bothPromoted) {
      keepTo(colocation, dependent, nodes, clone);
    }
  }

  private void addWhereEqual(Colocation colocation, Resource dependent, Node with) {
    Scores table = work.scores(dependent);
    for (int i = 0; i < table.size(); i++) {
      if (table.has(i) && value(colocation, work.node(i)).equals(value(colocation, with))) {
        table.add(i, colocation.score());
      }
    }
  }

  private void promotionWithRole(Colocation colocation, Resource dependent, Resource clone) {
    int index = dependent.index();
    Node at = work.location(dependent);
    boolean together = false;
    for (Resource instance : work.children(clone)) {
      Node node = work.location(instance);
      together |=
          at != null
              && node != null
              && work.state(work.roleBearer(instance), false) == colocation.primaryRole()
              && !Instances.blocked(instance)
              && value(colocation, node).equals(value(colocation, at));
    }
    if (together) {
      work.priority[index] = Score.add(work.priority[index], colocation.score());
    } else if (colocation.score() >= Score.INFINITY) {
      work.priority[index] = -Score.INFINITY;
    }
  }

  /** Forbids the dependent all nodes but those like the given ones. */
  private void keepTo(
      Colocation colocation, Resource dependent, List<Node> nodes, @Nullable Resource scored) {
    Scores table = work.scores(dependent);
    for (int i = 0; i < table.size(); i++) {
      if (!table.has(i)) {
        continue;
      }
      Node match = null;
      for (Node node : nodes) {
        if (value(colocation, node).equals(value(colocation, work.node(i)))) {
          match = node;
          break;
        }
      }
      if (match == null) {
        table.set(i, -Score.INFINITY);
      } else if (scored != null) {
        table.add(i, instances.assignedScore(scored, match));
      }
    }
  }
}
