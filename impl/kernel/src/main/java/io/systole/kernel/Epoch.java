package io.systole.kernel;

import java.util.Comparator;

/**
 * Which coordinator acts, and in which of its rounds. One number serves as the join round's id, as
 * the term of the CIB and as the fencing token of every order: whoever has seen a greater epoch
 * refuses a lesser one, so that a coordinator that was paused and replaced can do no harm.
 *
 * @param number greater than every number that the coordinator's quorum had seen; 0 is before all
 * @param coordinator the DC that opened the epoch, which tells two claims of one number apart
 */
public record Epoch(long number, NodeName coordinator) implements Comparable<Epoch> {

  private static final Comparator<Epoch> ORDER =
      Comparator.comparingLong(Epoch::number).thenComparing(Epoch::coordinator);

  public Epoch {
    if (number < 0) {
      throw new IllegalArgumentException("an epoch is not negative: " + number);
    }
  }

  @Override
  public int compareTo(Epoch other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return number + "@" + coordinator;
  }
}
