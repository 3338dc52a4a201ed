package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.NodeName;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * What a controller remembers of the other nodes from round to round.
 *
 * @param since the number of the first epoch that this controller was a member of; 0 before
 * @param lastMember the number of the last epoch in which each node was a member. A fencing that
 *     was asked for before it says nothing about what the node may have started since.
 * @param awaited nodes whose controller is gone, while their time to come back runs
 * @param givenUp nodes whose controller did not come back in time
 * @param fencingFailures how often in a row each node could not be fenced
 */
public record Presence(
    long since,
    ImmutableSortedMap<NodeName, Long> lastMember,
    ImmutableSortedSet<NodeName> awaited,
    ImmutableSortedSet<NodeName> givenUp,
    ImmutableSortedMap<NodeName, Integer> fencingFailures) {

  static final Presence NONE =
      new Presence(
          0,
          ImmutableSortedMap.of(),
          ImmutableSortedSet.of(),
          ImmutableSortedSet.of(),
          ImmutableSortedMap.of());

  /** The epoch from which on a fencing of {@code node} counts. */
  long fencingCountsFrom(NodeName node) {
    return Math.max(since, lastMember.getOrDefault(node, 0L));
  }

  Presence members(long epoch, Collection<NodeName> members) {
    TreeMap<NodeName, Long> last = new TreeMap<>(lastMember);
    members.forEach(member -> last.put(member, epoch));
    return new Presence(
        since == 0 ? epoch : since,
        ImmutableSortedMap.copyOf(last),
        awaited,
        givenUp,
        fencingFailures);
  }

  Presence awaiting(ImmutableSortedSet<NodeName> nodes) {
    return new Presence(since, lastMember, nodes, givenUp, fencingFailures);
  }

  Presence givingUp(NodeName node) {
    return new Presence(
        since,
        lastMember,
        awaited.stream()
            .filter(other -> !other.equals(node))
            .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder())),
        ImmutableSortedSet.copyOf(Sets.union(givenUp, ImmutableSortedSet.of(node))),
        fencingFailures);
  }

  /** Only {@code absent} nodes can still be awaited or given up. */
  Presence absent(ImmutableSortedSet<NodeName> absent) {
    return new Presence(
        since,
        lastMember,
        ImmutableSortedSet.copyOf(Sets.intersection(awaited, absent)),
        ImmutableSortedSet.copyOf(Sets.intersection(givenUp, absent)),
        fencingFailures);
  }

  Presence fencingFailed(NodeName node) {
    TreeMap<NodeName, Integer> failures = new TreeMap<>(fencingFailures);
    failures.merge(node, 1, Integer::sum);
    return failures(failures);
  }

  Presence fencingSucceeded(NodeName node) {
    TreeMap<NodeName, Integer> failures = new TreeMap<>(fencingFailures);
    failures.remove(node);
    return failures(failures);
  }

  private Presence failures(TreeMap<NodeName, Integer> failures) {
    return new Presence(since, lastMember, awaited, givenUp, ImmutableSortedMap.copyOf(failures));
  }
}
