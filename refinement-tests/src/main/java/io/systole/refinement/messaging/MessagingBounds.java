package io.systole.refinement.messaging;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.refinement.graph.Bounds;

/**
 * The bounds of a model of the messaging, as in its configuration.
 *
 * @param nodes how many there are
 * @param groups how many there are
 * @param quorum the same for all nodes
 */
public record MessagingBounds(
    int nodes, int groups, QuorumPolicy quorum, Actors actors, Limits limits) {

  /** The nodes, by their numbers, whose processes do something. */
  public record Actors(
      ImmutableSortedSet<String> joining,
      ImmutableSortedSet<String> leaving,
      ImmutableSortedSet<String> speaking) {}

  /**
   * How much may happen.
   *
   * @param strays whether things come that have to be refused
   */
  public record Limits(int views, int stays, int spoken, int faults, int inbox, boolean strays) {}

  /** The bounds that a configuration gives. */
  public static MessagingBounds of(Bounds bounds) {
    return new MessagingBounds(
        bounds.size("Node"),
        bounds.size("Group"),
        new QuorumPolicy(
            bounds.number("Votes"),
            bounds.text("TwoNode").equals("TRUE"),
            bounds.text("WaitForAll").equals("TRUE")),
        new Actors(bounds.set("Joining"), bounds.set("Leaving"), bounds.set("Speaking")),
        new Limits(
            bounds.number("MaxViews"),
            bounds.number("MaxStays"),
            bounds.number("MaxSpoken"),
            bounds.number("MaxFaults"),
            bounds.number("MaxInbox"),
            bounds.text("Strays").equals("TRUE")));
  }
}
