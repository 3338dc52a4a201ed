package io.systole.protocol.election;

import io.systole.kernel.ViewId;
import java.util.Comparator;

/**
 * Names a round of votes. A new view begins at number 1; a call for another election in the same
 * view takes the next number. A vote of any other round than the current one counts for nothing.
 */
public record Round(ViewId view, int number) implements Comparable<Round> {

  private static final Comparator<Round> ORDER =
      Comparator.comparing(Round::view).thenComparingInt(Round::number);

  /** The first round of a view. */
  public static Round first(ViewId view) {
    return new Round(view, 1);
  }

  /** The round that a call for another election in this view begins. */
  public Round next() {
    return new Round(view, number + 1);
  }

  @Override
  public int compareTo(Round other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return view + "#" + number;
  }
}
