package io.systole.cluster.ring;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import java.util.function.Predicate;

/** The views of a group in a ring. */
final class RingViews {

  /** More than the views that a ring can see, and than {@link RingGroupState#base}. */
  static final long VIEWS_A_RING = 1L << 38;

  private RingViews() {}

  static ViewId id(RingId ring, long change) {
    return new ViewId(ring.sequence() * VIEWS_A_RING + change, ring.creator());
  }

  static boolean isOf(ViewId id, RingId ring) {
    return id.number() / VIEWS_A_RING == ring.sequence() && id.creator().equals(ring.creator());
  }

  /** The view that follows from what is known. */
  static View of(Ring ring, long change, Iterable<GroupProcess> members, QuorumState quorum) {
    ImmutableSortedSet.Builder<NodeName> nodes = ImmutableSortedSet.naturalOrder();
    for (GroupProcess member : members) {
      if (ring.nodes().contains(member.node())) {
        nodes.add(member.node());
      }
    }
    // An arbiter's votes can make fewer nodes quorate than their number would.
    int needed =
        quorum.quorate() ? Math.min(quorum.quorum(), ring.nodes().size()) : quorum.quorum();
    return new View(id(ring.id(), change), ring.nodes(), nodes.build(), needed, quorum.quorate());
  }

  /** The view in which those are gone that went and came back; it comes before {@code view}. */
  static View without(View view, ImmutableSortedSet<NodeName> gone, NodeName self) {
    Predicate<NodeName> stayed = node -> !gone.contains(node);
    ImmutableSortedSet<NodeName> nodes = kept(view.nodes(), stayed);
    long first = view.id().number() / VIEWS_A_RING * VIEWS_A_RING;
    return new View(
        new ViewId(first, self),
        nodes,
        kept(view.members(), stayed),
        view.quorum(),
        view.quorate() && nodes.size() >= view.quorum());
  }

  static boolean sameBut(View one, View other) {
    return one.nodes().equals(other.nodes())
        && one.members().equals(other.members())
        && one.quorum() == other.quorum()
        && one.quorate() == other.quorate();
  }

  private static ImmutableSortedSet<NodeName> kept(
      ImmutableSortedSet<NodeName> nodes, Predicate<NodeName> stayed) {
    return nodes.stream()
        .filter(stayed)
        .collect(ImmutableSortedSet.toImmutableSortedSet(NodeName::compareTo));
  }
}
