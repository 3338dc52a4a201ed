package io.systole.simulation;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is really true of nodes and resources, which no daemon can look at but through agents.
 *
 * <p>A node <em>holds</em> a resource from the moment its start begins until a stop has succeeded,
 * the power was cut, or the resource has gone without leaving anything behind; whether it really
 * runs is another matter. An agent that looks says "not running" where nothing is held and nowhere
 * else, which is what the field asks of agents. After a crash the node holds nothing, but nobody
 * knows: it is <em>suspected</em> until it was fenced or has booted again.
 */
final class World {

  private final ImmutableSortedSet<String> runOnce;
  private final Promises promises;
  private final Story story;
  private final Map<NodeName, SortedSet<String>> held = new TreeMap<>();
  private final Map<NodeName, SortedSet<String>> suspected = new TreeMap<>();
  private final Map<NodeName, SortedSet<String>> running = new TreeMap<>();
  private int starts;
  private int fencings;

  /**
   * @param runOnce the resources that must not be held by two nodes
   */
  World(ImmutableSortedSet<String> runOnce, Promises promises, Story story) {
    this.runOnce = runOnce;
    this.promises = promises;
    this.story = story;
  }

  /** An agent begins to start a resource. */
  void startBegun(NodeName node, String resource) {
    if (runOnce.contains(resource)) {
      checkAlone(held, Promise.RUNS_ONCE, node, resource, "which holds it");
      checkAlone(
          suspected,
          Promise.FENCED_BEFORE_RECOVERY,
          node,
          resource,
          "which crashed with it and was not fenced");
    }
    starts++;
    of(held, node).add(resource);
  }

  /** How many starts have begun so far. */
  int starts() {
    return starts;
  }

  private void checkAlone(
      Map<NodeName, SortedSet<String>> holders,
      Promise promise,
      NodeName node,
      String resource,
      String why) {
    for (Map.Entry<NodeName, SortedSet<String>> other : holders.entrySet()) {
      if (!other.getKey().equals(node) && other.getValue().contains(resource)) {
        promises.broken(
            promise,
            resource + " is started on " + node + " beside " + other.getKey() + ", " + why);
      }
    }
  }

  /** The resource begins or ceases to work, whatever anybody thinks of it. */
  void runs(NodeName node, String resource, boolean now) {
    if (now) {
      of(running, node).add(resource);
    } else {
      of(running, node).remove(resource);
    }
  }

  boolean isRunning(NodeName node, String resource) {
    return of(running, node).contains(resource);
  }

  boolean isHeld(NodeName node, String resource) {
    return of(held, node).contains(resource);
  }

  /** Nothing is left of the resource: a stop has succeeded, or it ended by itself. */
  void stopped(NodeName node, String resource) {
    of(held, node).remove(resource);
    runs(node, resource, false);
  }

  /** Power is gone by a fault, so nobody knows of it. */
  void crashed(NodeName node) {
    of(suspected, node).addAll(of(held, node));
    off(node);
  }

  /** Power was cut by a switch that says so. */
  void fenced(NodeName node) {
    story.told("power of " + node + " is cut; it held " + of(held, node));
    fencings++;
    of(suspected, node).clear();
    off(node);
  }

  /** How often a power switch has cut a node's power. */
  int fencings() {
    return fencings;
  }

  /** The node runs again and holds nothing, which it can say itself. */
  void booted(NodeName node) {
    of(suspected, node).clear();
  }

  private void off(NodeName node) {
    of(held, node).clear();
    of(running, node).clear();
  }

  /** The nodes on which a resource works. */
  ImmutableSortedSet<NodeName> runningOn(String resource) {
    return running.entrySet().stream()
        .filter(entry -> entry.getValue().contains(resource))
        .map(Map.Entry::getKey)
        .collect(ImmutableSortedSet.toImmutableSortedSet(NodeName::compareTo));
  }

  ImmutableSortedSet<String> runningOn(NodeName node) {
    return ImmutableSortedSet.copyOf(of(running, node));
  }

  ImmutableSortedSet<String> runOnce() {
    return runOnce;
  }

  private static SortedSet<String> of(Map<NodeName, SortedSet<String>> sets, NodeName node) {
    return sets.computeIfAbsent(node, n -> new TreeSet<>());
  }
}
