package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.NodeName;
import java.util.Collection;
import java.util.TreeMap;

/**
 * What a controller remembers of the other nodes from round to round.
 *
 * @param since the number of the first epoch that this controller was a member of; 0 before
 * @param lastMember the number of the last epoch in which each node was a member. A fencing that
 *     was asked for before it says nothing about what the node may have started since.
 * @param fencings the number of the last epoch in which a fencing of each node was asked for that
 *     has succeeded
 * @param awaited nodes whose controller is gone, while their time to come back runs
 * @param givenUp nodes whose controller did not come back in time
 * @param fencingFailures how often in a row each node could not be fenced
 */
public record Presence(
    long since,
    ImmutableSortedMap<NodeName, Long> lastMember,
    ImmutableSortedMap<NodeName, Long> fencings,
    ImmutableSortedSet<NodeName> awaited,
    ImmutableSortedSet<NodeName> givenUp,
    ImmutableSortedMap<NodeName, Integer> fencingFailures) {

  /** Nothing is remembered. */
  public static final Presence NONE =
      new Presence(
          0,
          ImmutableSortedMap.of(),
          ImmutableSortedMap.of(),
          ImmutableSortedSet.of(),
          ImmutableSortedSet.of(),
          ImmutableSortedMap.of());

  /** Whether a success of a fencing that was asked for in the epoch {@code asOf} counts now. */
  public boolean counts(NodeName node, long asOf) {
    return asOf >= Math.max(since, lastMember.getOrDefault(node, 0L));
  }

  /** Whether the node was fenced since it was last a member. */
  public boolean isFenced(NodeName node) {
    Long asOf = fencings.get(node);
    return asOf != null && counts(node, asOf);
  }

  /** These nodes take part in an epoch: what was counted against them before is over. */
  public Presence members(long epoch, Collection<NodeName> members) {
    TreeMap<NodeName, Long> last = new TreeMap<>(lastMember);
    TreeMap<NodeName, Integer> failures = new TreeMap<>(fencingFailures);
    for (NodeName member : members) {
      last.put(member, epoch);
      failures.remove(member);
    }
    return new Presence(
        since == 0 ? epoch : since,
        ImmutableSortedMap.copyOf(last),
        fencings,
        awaited,
        givenUp,
        ImmutableSortedMap.copyOf(failures));
  }

  Presence awaiting(ImmutableSortedSet<NodeName> nodes) {
    return new Presence(since, lastMember, fencings, nodes, givenUp, fencingFailures);
  }

  Presence givingUp(NodeName node) {
    ImmutableSortedSet<NodeName> one = ImmutableSortedSet.of(node);
    return new Presence(
        since,
        lastMember,
        fencings,
        ImmutableSortedSet.copyOf(Sets.difference(awaited, one)),
        ImmutableSortedSet.copyOf(Sets.union(givenUp, one)),
        fencingFailures);
  }

  /** Only {@code absent} nodes can still be awaited or given up. */
  Presence absent(ImmutableSortedSet<NodeName> absent) {
    return new Presence(
        since,
        lastMember,
        fencings,
        ImmutableSortedSet.copyOf(Sets.intersection(awaited, absent)),
        ImmutableSortedSet.copyOf(Sets.intersection(givenUp, absent)),
        fencingFailures);
  }

  Presence fencingFailed(NodeName node) {
    TreeMap<NodeName, Integer> failures = new TreeMap<>(fencingFailures);
    failures.merge(node, 1, Integer::sum);
    return new Presence(
        since, lastMember, fencings, awaited, givenUp, ImmutableSortedMap.copyOf(failures));
  }

  /** A fencing of the node that was asked for in the epoch {@code asOf} has succeeded. */
  public Presence fenced(NodeName node, long asOf) {
    TreeMap<NodeName, Long> more = new TreeMap<>(fencings);
    more.merge(node, asOf, Math::max);
    TreeMap<NodeName, Integer> failures = new TreeMap<>(fencingFailures);
    failures.remove(node);
    return new Presence(
        since,
        lastMember,
        ImmutableSortedMap.copyOf(more),
        awaited,
        givenUp,
        ImmutableSortedMap.copyOf(failures));
  }
}
