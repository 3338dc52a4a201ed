package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Order;
import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows links until no action becomes needed or impossible any more on account of another. */
final class Propagation {

  private static final Relation[] ON_RESOURCES = {
    Relation.FIRST_IMPLIES_THEN,
    Relation.INTERMEDIATE_STOP,
    Relation.THEN_IMPLIES_FIRST,
    Relation.PROMOTED_THEN_IMPLIES_FIRST,
    Relation.UNRUNNABLE_FIRST_BLOCKS,
    Relation.UNMIGRATABLE_THEN_BLOCKS,
    Relation.FIRST_ELSE_THEN,
    Relation.ORDERED,
    Relation.ASYMMETRIC
  };

  private final Web web;
  private final Flags flags;
  private final Collectives collectives;
  private final Effects effects;
  private final Interleaving interleaving;
  private final Deque<Action> waiting = new ArrayDeque<>();
  private final BitSet queued = new BitSet();

  Propagation(Web web) {
    this.web = web;
    this.flags = web.flags;
    this.collectives = new Collectives(web);
    this.effects = new Effects(web);
    this.interleaving = new Interleaving(web, this);
  }

  void run() {
    List.copyOf(web.all()).forEach(this::blockDependents);
    new ProbeLinks(web).add();
    // The last are looked at first, since what comes later in a chain tells more as a reason.
    List.copyOf(web.all()).forEach(this::enqueue);
    drain(0);
  }

  /** Works out what waits, the latest first, until no more than so many are left. */
  private void drain(int rest) {
    while (waiting.size() > rest) {
      Action action = waiting.poll();
      queued.clear(action.index());
      update(action);
    }
  }

  void enqueue(Action action) {
    if (!queued.get(action.index())) {
      queued.set(action.index());
      waiting.push(action);
    }
  }

  private void enqueueAround(Action action) {
    enqueue(action);
    for (Link link : web.after(action)) {
      enqueue(link.then);
    }
  }

  // One action and all before it

  private void update(Action then) {
    int before = flags.of(then);
    int runnableBefore = 0;
    if (then.neededBefore() > 0) {
      flags.clear(then, Flags.RUNNABLE);
    }
    for (int i = 0; i < web.before(then).size(); i++) {
      Link link = web.before(then).get(i);
      if (link.flags != 0) {
        runnableBefore += follow(link, runnableBefore);
      }
    }
    if (flags.of(then) != before) {
      boolean blocked = (before & Flags.RUNNABLE) != 0 && !flags.has(then, Flags.RUNNABLE);
      if (blocked) {
        blockDependents(then);
      }
      enqueueAround(then);
    }
  }

  /** Follows one link. Returns 1 if it counts as one of those that a point in time needs. */
  private int follow(Link link, int runnableBefore) {
    web.countFollowed();
    Action first = link.first;
    Action then = link.then;
    Node firstNode = place(first);
    Node thenNode = place(then);
    if (link.has(Relation.IF_ON_SAME_NODE) && Effects.apart(firstNode, thenNode)) {
      link.flags = 0;
      return 0;
    }
    if (first.resource() != null
        && link.has(Relation.THEN_CANCELS_FIRST)
        && !flags.has(then, Flags.OPTIONAL)) {
      flags.cancel(first);
    }
    Resource a = first.resource();
    Resource b = then.resource();
    if (a != null && b != null && a != b && !b.isWithin(a)) {
      first = collectives.awaited(first);
    }
    if (first != link.first) {
      if (web.link(first, then, link.flags, link.reason)) {
        link.flags = 0;
        enqueue(then);
      }
      return 0;
    }
    int firstWas = flags.of(first);
    int firstFlags = collectives.flagsFor(first, thenNode);
    int thenFlags = collectives.flagsFor(then, firstNode);
    int counted = apply(link, firstFlags, thenFlags, runnableBefore);
    if (flags.of(first) != firstWas) {
      enqueueAround(first);
    }
    return counted;
  }

  private @Nullable Node place(Action action) {
    Resource resource = action.resource();
    if (resource != null && resource.isGroup() && action.is("start")) {
      return web.actions.assignment().location(resource);
    }
    return action.node();
  }

  private int apply(Link link, int firstFlags, int thenFlags, int runnableBefore) {
    Action first = link.first;
    Action then = link.then;
    Node node = then.node();
    if (link.has(Relation.FIRST_IMPLIES_SAME_NODE_THEN)) {
      link.flags &= ~Order.bits(Relation.FIRST_IMPLIES_SAME_NODE_THEN);
      link.flags |= Order.bits(Relation.FIRST_IMPLIES_THEN);
      node = first.node();
    }
    for (Relation relation : ON_RESOURCES) {
      if (link.has(relation)) {
        Pair pair = new Pair(first, then, firstFlags, thenFlags);
        boolean onFirst = relation == Relation.THEN_IMPLIES_FIRST;
        applyTo(onFirst ? first.resource() : then.resource(), relation, pair, node);
      }
    }
    int counted = 0;
    if (link.has(Relation.MIN_RUNNABLE) && (firstFlags & Flags.RUNNABLE) != 0) {
      counted = 1;
      if (then.neededBefore() > 0 && runnableBefore + 1 >= then.neededBefore()) {
        flags.set(then, Flags.RUNNABLE);
      }
    }
    if (link.has(Relation.FIRST_IMPLIES_THEN_GRAPHED)
        && flags.has(first, Flags.RUNNABLE)
        && (firstFlags & Flags.OPTIONAL) == 0) {
      flags.set(then, Flags.SHOWN);
    }
    if (link.has(Relation.THEN_IMPLIES_FIRST_GRAPHED) && (thenFlags & Flags.OPTIONAL) == 0) {
      flags.set(first, Flags.SHOWN);
    }
    if (impliesStop(link) && stuck(first)) {
      flags.clear(then, Flags.RUNNABLE);
    }
    return counted;
  }

  private static boolean impliesStop(Link link) {
    return link.has(Relation.FIRST_IMPLIES_THEN)
        || link.has(Relation.THEN_IMPLIES_FIRST)
        || link.has(Relation.INTERMEDIATE_STOP);
  }

  private boolean stuck(Action first) {
    Resource resource = first.resource();
    return resource != null
        && first.is("stop")
        && resource.status().blocked()
        && !web.actions.assignment().managed(resource)
        && !flags.has(first, Flags.RUNNABLE);
  }

  // On whatever kind of resource

  /** Two actions and what they are worth. */
  record Pair(Action first, Action then, int firstFlags, int thenFlags) {
    Pair withThen(Action other) {
      return new Pair(first, other, firstFlags, thenFlags);
    }
  }

  void applyTo(@Nullable Resource resource, Relation relation, Pair pair, @Nullable Node node) {
    if (resource == null) {
      applyPlain(relation, pair);
      return;
    }
    switch (resource.kind()) {
      case PRIMITIVE -> applyOne(relation, pair);
      case GROUP -> {
        applyOne(relation, pair);
        for (Resource member : members(pair.then.resource())) {
          Action part = web.first(member, pair.then.task(), node);
          if (part != null) {
            applyTo(member, relation, pair.withThen(part), node);
          }
        }
      }
      case CLONE, BUNDLE -> {
        if (interleaving.applies(pair.first, pair.then)) {
          interleaving.apply(relation, pair, node);
        } else {
          applyOne(relation, pair);
          for (Resource instance : members(pair.then.resource())) {
            applyToInstance(instance, relation, pair, node);
          }
        }
      }
    }
  }

  private static List<Resource> members(@Nullable Resource resource) {
    return resource == null ? List.of() : resource.children();
  }

  private void applyToInstance(
      Resource instance, Relation relation, Pair pair, @Nullable Node node) {
    Action part = web.first(instance, pair.then.task(), node);
    if (part == null || (collectives.flags(part, node) & Flags.RUNNABLE) == 0) {
      return;
    }
    applyTo(instance, relation, pair.withThen(part), node);
  }

  /** Two actions of which one at least belongs to no resource. */
  private void applyPlain(Relation relation, Pair pair) {
    boolean firstNeeded = (pair.firstFlags & Flags.OPTIONAL) == 0;
    boolean firstPossible = (pair.firstFlags & Flags.RUNNABLE) != 0;
    switch (relation) {
      case FIRST_IMPLIES_THEN -> {
        if (firstNeeded) {
          web.grounds.clear(pair.then, Flags.OPTIONAL, pair.first);
        }
      }
      case THEN_IMPLIES_FIRST -> {
        if (firstNeeded) {
          web.grounds.clear(pair.first, Flags.RUNNABLE, pair.then);
        }
      }
      case UNRUNNABLE_FIRST_BLOCKS -> {
        if (!firstPossible) {
          web.grounds.clear(pair.then, Flags.RUNNABLE, pair.first);
        }
      }
      default -> {
        // The other relations are about what resources do.
      }
    }
  }

  void applyOne(Relation relation, Pair pair) {
    int firstWas = flags.of(pair.first);
    int thenWas = flags.of(pair.then);
    effects.apply(relation, pair.first, pair.then, pair.firstFlags, pair.thenFlags);
    if (flags.of(pair.then) != thenWas) {
      int rest = waiting.size();
      enqueueAround(pair.then);
      Resource resource = pair.then.resource();
      Resource parent = resource == null ? null : resource.parent();
      if (parent != null) {
        enqueueParent(parent, pair.then);
      }
      if ((thenWas & Flags.RUNNABLE) != 0 && !flags.has(pair.then, Flags.RUNNABLE)) {
        blockDependents(pair.then);
      }
      if (parent != null) {
        // What follows a part hears of it from the part, before the next part is looked at.
        drain(rest);
      }
    }
    if (flags.of(pair.first) != firstWas) {
      enqueueAround(pair.first);
    }
  }

  /** A collective's actions are worth what their parts are worth. */
  private void enqueueParent(Resource parent, Action part) {
    for (Resource above = parent; above != null; above = above.parent()) {
      for (Action action : web.find(above, part.task(), 0)) {
        enqueueAround(action);
      }
    }
  }

  // Colocation

  /** What must be where something is that cannot be started, cannot be started either. */
  private void blockDependents(Action action) {
    Resource resource = action.resource();
    boolean start = action.is("start");
    if (resource == null
        || flags.has(action, Flags.RUNNABLE)
        || (!start && !action.is("promote"))) {
      return;
    }
    Resource top = resource.top();
    for (Resource part : top.children()) {
      Action same = web.first(part, action.task(), null);
      if (same == null || flags.has(same, Flags.RUNNABLE)) {
        return;
      }
    }
    for (Colocation colocation : web.actions.preferences().dependents(top)) {
      boolean concerned = start || colocation.primaryRole() == Role.PROMOTED;
      if (colocation.score() < Score.INFINITY || !concerned) {
        continue;
      }
      boolean promotion = colocation.dependentRole() == Role.PROMOTED;
      block(colocation.dependent(), promotion ? "promote" : "start", top);
    }
  }

  private void block(Resource resource, String task, Resource primary) {
    for (Action action : web.of(resource)) {
      if (action.is(task) && web.grounds.block(action, "colocation with " + primary.id())) {
        blockDependents(action);
        // At once, so that what this withdraws from its parts is not blocked a second time.
        update(action);
        enqueueAround(action);
      }
    }
    resource.children().forEach(child -> block(child, task, primary));
  }

  /** Takes back that a resource runs anywhere. */
  void withdraw(Resource resource) {
    if (!resource.isPrimitive()) {
      resource.children().forEach(this::withdraw);
      return;
    }
    web.withdrawn.add(resource);
    for (Action action : web.of(resource)) {
      boolean stoppedMonitor = "7".equals(action.meta().get("op_target_rc"));
      boolean changed =
          switch (action.task()) {
            case "stop" -> flags.clear(action, Flags.OPTIONAL);
            case "start" -> flags.clear(action, Flags.RUNNABLE);
            default ->
                action.interval() > 0 && !stoppedMonitor && flags.clear(action, Flags.RUNNABLE);
          };
      if (changed) {
        enqueueAround(action);
      }
    }
  }
}
