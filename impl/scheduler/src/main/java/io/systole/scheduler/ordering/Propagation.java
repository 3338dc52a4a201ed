package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Order;
import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows links until no action becomes needed or impossible any more on account of another.
 *
 * <p>What that ends in does not depend on the order in which links are followed, but which cause is
 * seen first, and is told as the reason, does. A change is followed to its end before the next link
 * is looked at, and of the links before an action the latest comes first: so the nearest cause in a
 * chain of orderings is the one that is told.
 */
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

  private static final int ALL_ON_RESOURCES = Order.bits(ON_RESOURCES);

  /** Deeper than that a change is put off: a long chain shall not use up the stack. */
  private static final int DEEPEST = 250;

  private final Web web;
  private final Flags flags;
  private final Collectives collectives;
  private final Effects effects;
  private final Interleaving interleaving;
  private final Blocking blocking;
  private final Deque<Action> waiting = new ArrayDeque<>();
  private final BitSet queued = new BitSet();
  private int depth;

  Propagation(Web web) {
    this.web = web;
    this.flags = web.flags;
    this.collectives = new Collectives(web);
    this.effects = new Effects(web);
    this.interleaving = new Interleaving(web, this);
    this.blocking = new Blocking(web, this);
  }

  void run() {
    List.copyOf(web.all()).forEach(blocking::blockDependents);
    new ProbeLinks(web).add();
    for (Action action : List.copyOf(web.all()).reversed()) {
      visit(action);
      while (!waiting.isEmpty()) {
        Action next = waiting.pop();
        if (queued.get(next.index())) {
          visit(next);
        }
      }
    }
  }

  /** Puts an action off. What waits already comes to the front. */
  void enqueue(Action action) {
    queued.set(action.index());
    waiting.push(action);
  }

  void enqueueAround(Action action) {
    for (Link link : web.after(action)) {
      enqueue(link.then);
    }
    enqueue(action);
  }

  // One action and all before it

  void visit(Action action) {
    if (depth == DEEPEST) {
      enqueue(action);
      return;
    }
    depth++;
    queued.clear(action.index());
    update(action);
    depth--;
  }

  private void visitAfter(Action action) {
    List<Link> after = web.after(action);
    int known = after.size();
    for (int i = 0; i < known; i++) {
      if (after.get(i).flags != 0) {
        visit(after.get(i).then);
      }
    }
  }

  private void update(Action then) {
    int was = relevant(then);
    int runnableBefore = 0;
    if (then.neededBefore() > 0) {
      flags.clear(then, Flags.RUNNABLE);
    }
    int known = web.before(then).size();
    for (int i = known - 1; i >= 0; i--) {
      runnableBefore += follow(web.before(then).get(i), runnableBefore);
    }
    // A link to a collective's beginning has been replaced by one to its end.
    for (int i = known; i < web.before(then).size(); i++) {
      runnableBefore += follow(web.before(then).get(i), runnableBefore);
    }
    if (then.neededBefore() > 0 && relevant(then) != was) {
      spread(then, was);
    }
  }

  /** The flags that matter to other actions. */
  private int relevant(Action action) {
    return flags.of(action) & ~Flags.SHOWN;
  }

  /**
   * Has those hear of it that an action's change concerns: itself first, for it may be restarted.
   */
  private void spread(Action then, int was) {
    visit(then);
    if ((was & Flags.RUNNABLE) != 0 && !flags.has(then, Flags.RUNNABLE)) {
      blocking.blockDependents(then);
    }
    visitAfter(then);
  }

  /** Follows one link. Returns 1 if it counts as one of those that a point in time needs. */
  private int follow(Link link, int runnableBefore) {
    if (link.flags == 0) {
      return 0;
    }
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
    return followPlain(link, firstNode, thenNode, runnableBefore);
  }

  private int followPlain(
      Link link, @Nullable Node firstNode, @Nullable Node thenNode, int runnableBefore) {
    Action first = link.first;
    Action then = link.then;
    int ownFirst = flags.of(first);
    int ownThen = flags.of(then);
    int firstFlags = collectives.flagsFor(first, thenNode);
    int thenFlags = collectives.flagsFor(then, firstNode);
    if (flags.of(first) != ownFirst) {
      enqueueAround(first);
    }
    if (flags.of(then) != ownThen) {
      enqueueAround(then);
    }
    int firstWas = relevant(first);
    int thenWas = relevant(then);
    int counted = apply(new Pair(first, then, firstFlags, thenFlags, link), runnableBefore);
    if (relevant(first) != firstWas) {
      visitAfter(first);
      visit(first);
    }
    if (then.neededBefore() == 0 && relevant(then) != thenWas) {
      spread(then, thenWas);
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

  private int apply(Pair pair, int runnableBefore) {
    Link link = pair.link;
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
        boolean onFirst = relation == Relation.THEN_IMPLIES_FIRST;
        applyTo(onFirst ? first.resource() : then.resource(), relation, pair, node);
      }
    }
    int counted = 0;
    if (link.has(Relation.MIN_RUNNABLE) && (pair.firstFlags & Flags.RUNNABLE) != 0) {
      counted = 1;
      if (then.neededBefore() > 0 && runnableBefore + 1 >= then.neededBefore()) {
        flags.set(then, Flags.RUNNABLE);
      }
    }
    if (link.has(Relation.FIRST_IMPLIES_THEN_GRAPHED)
        && flags.has(first, Flags.RUNNABLE)
        && (pair.firstFlags & Flags.OPTIONAL) == 0) {
      flags.set(then, Flags.SHOWN);
    }
    if (link.has(Relation.THEN_IMPLIES_FIRST_GRAPHED) && (pair.thenFlags & Flags.OPTIONAL) == 0) {
      flags.set(first, Flags.SHOWN);
    }
    if (link.has(Relation.NESTED_REMOTE_PROBE) && !flags.has(first, Flags.RUNNABLE)) {
      // There is nothing to be found in a container that is not there.
      web.grounds.clear(then, Flags.RUNNABLE, first);
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

  /**
   * Two actions and what they are worth.
   *
   * @param link the link of which they are the ends, or parts of the ends
   */
  record Pair(Action first, Action then, int firstFlags, int thenFlags, Link link) {

    Pair withThen(Action other) {
      return new Pair(first, other, firstFlags, thenFlags, link);
    }

    /** What the link says of what resources do. */
    int relations() {
      return link.flags & ALL_ON_RESOURCES;
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
    return resource == null ? List.of() : resource.instances();
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
    if (pair.then != pair.link.then && flags.of(pair.then) != thenWas) {
      partChanged(pair.then, thenWas);
    }
    if (pair.first != pair.link.first && flags.of(pair.first) != firstWas) {
      enqueueAround(pair.first);
    }
  }

  /** Its own restart follows from a part's change before the next part is looked at. */
  private void partChanged(Action part, int was) {
    if ((was & Flags.RUNNABLE) != 0 && !flags.has(part, Flags.RUNNABLE)) {
      blocking.blockDependents(part);
    }
    Resource resource = part.resource();
    for (Resource above = resource == null ? null : resource.parent();
        above != null;
        above = above.parent()) {
      for (Action action : web.find(above, part.task(), 0)) {
        enqueueAround(action);
      }
    }
    enqueueAround(part);
    visit(part);
  }

  /** Takes back that a resource runs anywhere. */
  void withdraw(Resource resource) {
    blocking.withdraw(resource);
  }
}
