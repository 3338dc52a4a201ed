package io.systole.protocol.attributes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.attributes.AttributesEvent.ChangeRequested;
import java.util.Optional;

/**
 * What one attribute manager knows.
 *
 * @param self this node
 * @param incarnation of this process, greater than those before it
 * @param gathering how the present view begins
 * @param table the attributes
 * @param pending this node's changes that are not in the table, by their sequence
 * @param sequence of the last change that this process sent
 */
public record AttributesState(
    NodeName self,
    long incarnation,
    Gathering gathering,
    AttributeTable table,
    ImmutableSortedMap<Long, ChangeRequested> pending,
    long sequence) {

  /** More changes of one node at once are refused. */
  public static final int MAX_PENDING = 4096;

  /**
   * The beginning of a view, until all have said what they know. Changes wait for it, so that all
   * apply them to the same values.
   *
   * @param view absent before the first
   * @param awaited whose snapshot has not arrived
   * @param waiting changes that have arrived meanwhile, in agreed order
   */
  public record Gathering(
      Optional<View> view, ImmutableSortedSet<NodeName> awaited, ImmutableList<Arrived> waiting) {

    static final Gathering NONE =
        new Gathering(Optional.empty(), ImmutableSortedSet.of(), ImmutableList.of());

    boolean isMember(NodeName node) {
      return view.filter(v -> v.members().contains(node)).isPresent();
    }
  }

  /** A change and who sent it. */
  public record Arrived(NodeName sender, AttributesMessage.Change change) {}

  /** A manager that has just started. */
  public static AttributesState initial(NodeName self, long incarnation) {
    return new AttributesState(
        self, incarnation, Gathering.NONE, AttributeTable.EMPTY, ImmutableSortedMap.of(), 0);
  }

  /** Whether the values are those of all members of the view. */
  public boolean isSynchronised() {
    return gathering.view().isPresent() && gathering.awaited().isEmpty();
  }

  AttributesState with(Gathering newGathering) {
    return new AttributesState(self, incarnation, newGathering, table, pending, sequence);
  }

  AttributesState with(AttributeTable newTable) {
    return new AttributesState(self, incarnation, gathering, newTable, pending, sequence);
  }

  AttributesState withPending(ImmutableSortedMap<Long, ChangeRequested> newPending) {
    return new AttributesState(self, incarnation, gathering, table, newPending, sequence);
  }

  AttributesState withSequence(long newSequence) {
    return new AttributesState(self, incarnation, gathering, table, pending, newSequence);
  }
}
