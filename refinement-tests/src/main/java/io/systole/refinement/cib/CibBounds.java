package io.systole.refinement.cib;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.refinement.bus.Names;
import io.systole.refinement.graph.Bounds;
import java.util.Comparator;

/** The constants of {@code spec/cib/Cib.tla}. */
public record CibBounds(
    Names names,
    int quorum,
    boolean twoNode,
    ImmutableSortedSet<String> kinds,
    Rounds rounds,
    ImmutableSortedSet<NodeName> clients,
    Limits limits) {

  /** The bounds that a configuration gives. */
  public static CibBounds of(Bounds bounds) {
    Names names = Names.count(bounds.size("Node"));
    return new CibBounds(
        names,
        bounds.number("Quorum"),
        bounds.text("TwoNode").equals("TRUE"),
        bounds.set("Kinds"),
        new Rounds(
            nodes(names, bounds.set("Coordinators")),
            nodes(names, bounds.set("Sources")),
            bounds.set("Claims")),
        nodes(names, bounds.set("Clients")),
        new Limits(
            bounds.number("MaxEpoch"),
            bounds.number("MaxViews"),
            bounds.number("MaxRequests"),
            bounds.number("MaxCrashes"),
            bounds.number("MaxFailures"),
            bounds.number("MaxDisconnects"),
            bounds.text("Strays").equals("TRUE")));
  }

  private static ImmutableSortedSet<NodeName> nodes(Names names, ImmutableSortedSet<String> which) {
    return which.stream()
        .map(number -> names.nodes().get(Integer.parseInt(number) - 1))
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  /**
   * Which rounds are opened.
   *
   * @param coordinators whose controllers open them
   * @param sources whose CIB is preferred
   * @param claims what is said of whether the round is for the whole cluster, as words of TLA+
   */
  public record Rounds(
      ImmutableSortedSet<NodeName> coordinators,
      ImmutableSortedSet<NodeName> sources,
      ImmutableSortedSet<String> claims) {

    boolean mayClaim(boolean whole) {
      return claims.contains(whole ? "TRUE" : "FALSE");
    }
  }

  /**
   * How often things happen.
   *
   * @param strays whether things come that have to be refused
   */
  public record Limits(
      int epoch,
      int views,
      int requests,
      int crashes,
      int failures,
      int disconnects,
      boolean strays) {}
}
