package io.systole.protocol.fencing;

import io.systole.kernel.NodeName;
import java.util.Comparator;

/** A peer, one of its devices, and what the device is told to do. */
public record Attempt(NodeName peer, String device, FencingAction action)
    implements Comparable<Attempt> {

  private static final Comparator<Attempt> ORDER =
      Comparator.comparing(Attempt::peer)
          .thenComparing(Attempt::device)
          .thenComparing(Attempt::action);

  @Override
  public int compareTo(Attempt other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return action.word() + " by " + device + " on " + peer;
  }
}
