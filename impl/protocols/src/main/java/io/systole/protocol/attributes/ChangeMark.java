package io.systole.protocol.attributes;

import java.util.Comparator;

/**
 * How many of a node's changes have been applied: all up to {@code sequence} of this incarnation.
 *
 * @param incarnation of the process that sent them; a later process has a greater one
 * @param sequence from 1
 */
public record ChangeMark(long incarnation, long sequence) implements Comparable<ChangeMark> {

  /** Before any change. */
  static final ChangeMark NONE = new ChangeMark(Long.MIN_VALUE, 0);

  private static final Comparator<ChangeMark> ORDER =
      Comparator.comparingLong(ChangeMark::incarnation).thenComparingLong(ChangeMark::sequence);

  @Override
  public int compareTo(ChangeMark other) {
    return ORDER.compare(this, other);
  }

  /**
   * Whether {@code change} is the next to be applied. One that leaves a gap is not: what it skips
   * was lost with a view, and its sender says all of it again in the next.
   */
  boolean isFollowedBy(ChangeMark change) {
    return change.incarnation == incarnation
        ? change.sequence == sequence + 1
        : change.incarnation > incarnation && change.sequence == 1;
  }

  ChangeMark merge(ChangeMark other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
