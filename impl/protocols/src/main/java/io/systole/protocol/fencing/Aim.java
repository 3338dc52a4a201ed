package io.systole.protocol.fencing;

import io.systole.kernel.NodeName;
import java.util.Comparator;

/**
 * What an operation is for. Two requests of one aim at one time can be served by one execution.
 *
 * @param target the node that is fenced
 * @param action what is done to it
 */
public record Aim(NodeName target, FencingAction action) implements Comparable<Aim> {

  private static final Comparator<Aim> ORDER =
      Comparator.comparing(Aim::target).thenComparing(Aim::action);

  @Override
  public int compareTo(Aim other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return action.word() + " of " + target;
  }
}
