package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.assignment.Assignment;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders each instance of a clone after only that instance of another which is on its node. */
final class Interleaving {

  private final Web web;
  private final Propagation propagation;

  Interleaving(Web web, Propagation propagation) {
    this.web = web;
    this.propagation = propagation;
  }

  boolean applies(Action first, Action then) {
    Resource a = first.resource();
    Resource b = then.resource();
    if (a == null || b == null || a == b || !collective(a) || !collective(b)) {
      return false;
    }
    return (goesDown(then) ? a : b).interleave();
  }

  private static boolean collective(Resource resource) {
    return resource.isClone() || resource.isBundle();
  }

  /** Of a replica what runs in it is waited for, unless it is its end. */
  private static Resource waitedFor(Action first, Resource collective, Resource instance) {
    boolean ends = first.is("stop") || first.is("stopped");
    return ends ? instance : content(collective, instance);
  }

  /** Of a replica the container waits, unless it is for a role. */
  private static Resource waiting(Action then, Resource collective, Resource instance) {
    return switch (then.task()) {
      case "promote", "promoted", "demote", "demoted" -> content(collective, instance);
      default -> instance;
    };
  }

  private static Resource content(Resource collective, Resource instance) {
    for (Replica replica : collective.replicas()) {
      Resource content = replica.instance();
      if (replica.container() == instance && content != null) {
        return content;
      }
    }
    return instance;
  }

  private static boolean goesDown(Action action) {
    return action.is("stop") || action.is("demote");
  }

  private static boolean hasGoneDown(Action action) {
    String task = Collectives.taskTold(action);
    return task.equals("stopped") || task.equals("demoted");
  }

  void apply(Relation relation, Propagation.Pair pair, @Nullable Node node) {
    Resource a = pair.first().resource();
    Resource b = pair.then().resource();
    if (a == null || b == null) {
      return;
    }
    boolean now = hasGoneDown(pair.first());
    for (Resource instance : web.actions.assignment().children(b)) {
      Resource match = compatible(instance, a, now);
      if (match == null) {
        boolean mandatory =
            relation == Relation.UNRUNNABLE_FIRST_BLOCKS || relation == Relation.FIRST_IMPLIES_THEN;
        if (!now && mandatory && location(instance) != null) {
          propagation.withdraw(instance);
        }
        continue;
      }
      Resource waitedFor = waitedFor(pair.first(), a, match);
      Resource waiting = waiting(pair.then(), b, instance);
      // What is in a container is not on the node that its container is on.
      Action first =
          web.first(
              waitedFor,
              Collectives.partTask(pair.first(), waitedFor),
              waitedFor == match ? node : null);
      Action then = web.first(waiting, pair.then().task(), waiting == instance ? node : null);
      if (first == null || then == null) {
        continue;
      }
      if (web.link(first, then, pair.relations(), "interleaving")) {
        propagation.enqueue(then);
      }
      Propagation.Pair inner =
          new Propagation.Pair(first, then, web.flags.of(first), pair.thenFlags(), pair.link());
      propagation.applyTo(instance, relation, inner, node);
    }
  }

  @Nullable Resource compatible(Resource instance, Resource clone, boolean now) {
    Assignment assignment = web.actions.assignment();
    Node node = now ? current(instance) : location(instance);
    if (node != null) {
      return on(node, clone, now);
    }
    for (Node each : web.actions.cluster().nodes()) {
      if (assignment.scores(instance).has(each.index())) {
        Resource found = on(each, clone, now);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable Resource on(Node node, Resource clone, boolean now) {
    for (Resource each : web.actions.assignment().children(clone)) {
      Node place = now ? current(each) : location(each);
      if (place == node && !blocked(each)) {
        return each;
      }
    }
    return null;
  }

  /** Where it will be, which for what has been withdrawn is nowhere. */
  private @Nullable Node location(Resource resource) {
    if (resource.isPrimitive()) {
      return web.withdrawn.contains(resource) ? null : web.actions.assignment().node(resource);
    }
    for (Resource part : resource.children()) {
      Node node = location(part);
      if (node != null) {
        return node;
      }
    }
    return null;
  }

  private static boolean blocked(Resource resource) {
    return resource.status().blocked()
        || resource.children().stream().anyMatch(Interleaving::blocked);
  }

  private static @Nullable Node current(Resource resource) {
    List<Node> running = resource.status().running();
    if (!running.isEmpty()) {
      return running.get(0);
    }
    for (Resource child : resource.instances()) {
      Node node = current(child);
      if (node != null) {
        return node;
      }
    }
    return null;
  }
}
