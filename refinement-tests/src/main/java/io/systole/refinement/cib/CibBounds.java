package io.systole.refinement.cib;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.refinement.bus.Names;

/** The constants of {@code spec/cib/Cib.tla}. */
public record CibBounds(
    Names names,
    int quorum,
    boolean twoNode,
    ImmutableSortedSet<String> kinds,
    ImmutableSortedSet<NodeName> coordinators,
    ImmutableSortedSet<NodeName> clients,
    Limits limits) {

  /** How often things happen. */
  public record Limits(
      int epoch, int views, int requests, int crashes, int failures, int disconnects) {}
}
