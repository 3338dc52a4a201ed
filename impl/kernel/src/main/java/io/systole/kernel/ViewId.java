package io.systole.kernel;

import java.util.Comparator;

/**
 * Names a view. Two views that differ in anything have different ids, on whichever side of a
 * partition they arose.
 *
 * @param number grows from view to view on each node
 * @param creator the node that formed the view, which tells apart the sides of a partition
 */
public record ViewId(long number, NodeName creator) implements Comparable<ViewId> {

  private static final Comparator<ViewId> ORDER =
      Comparator.comparingLong(ViewId::number).thenComparing(ViewId::creator);

  @Override
  public int compareTo(ViewId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return number + "@" + creator;
  }
}
