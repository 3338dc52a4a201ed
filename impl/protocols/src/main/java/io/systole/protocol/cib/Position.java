package io.systole.protocol.cib;

import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import java.util.Comparator;

/**
 * How far a configuration has come. Of two configurations of one term the one with the greater
 * version holds all changes of the other.
 *
 * @param term the epoch in which it was last changed or made everybody's
 * @param version with num_updates 0, since the status is not counted
 */
public record Position(Epoch term, CibVersion version) implements Comparable<Position> {

  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::term).thenComparing(Position::version);

  public Position {
    version = version.ofConfiguration();
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /** Whether this holds all that {@code other} holds. */
  public boolean covers(Position other) {
    return compareTo(other) >= 0;
  }
}
