package io.systole.protocol.transition;

import com.google.common.base.Splitter;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.util.List;
import java.util.Optional;

/**
 * Names an action of a transition in the field's way, {@code ACTION:TRANSITION:TARGETRC:UUID}. It
 * travels with the order and comes back with the result, in the CIB.
 *
 * @param action the action's id in the graph
 * @param transition the transition's number
 * @param targetRc the exit status that was expected
 * @param uuid of the coordinator that gave the order, in this run of its process
 */
public record TransitionKey(int action, long transition, int targetRc, String uuid)
    implements Comparable<TransitionKey> {

  private static final Splitter COLON = Splitter.on(':').limit(4);

  /** Reads what {@link #toString} writes. */
  public static Optional<TransitionKey> parse(String text) {
    List<String> parts = COLON.splitToList(text);
    if (parts.size() != 4) {
      return Optional.empty();
    }
    Integer action = Ints.tryParse(parts.get(0));
    Long transition = Longs.tryParse(parts.get(1));
    Integer targetRc = Ints.tryParse(parts.get(2));
    if (action == null || transition == null || targetRc == null) {
      return Optional.empty();
    }
    return Optional.of(new TransitionKey(action, transition, targetRc, parts.get(3)));
  }

  @Override
  public int compareTo(TransitionKey other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return action + ":" + transition + ":" + targetRc + ":" + uuid;
  }
}
