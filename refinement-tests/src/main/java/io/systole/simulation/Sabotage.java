package io.systole.simulation;

import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;

/**
 * Breaks the cluster on purpose, to see the promises' checks fire. What is not overridden is left
 * as it is.
 */
public interface Sabotage {

  /** None. */
  Sabotage NONE = new Sabotage() {};

  /** May put another machine in a machine's place. */
  default <S, E, F> Machine<S, E, F> machine(String name, NodeName node, Machine<S, E, F> machine) {
    return machine;
  }

  /** May give the scheduler another CIB to plan by. */
  default Element scheduled(Element cib) {
    return cib;
  }

  /** Whether power switches say that they did what they did not. */
  default boolean switchesLie() {
    return false;
  }

  /** Whether disks say that they have stored what a crash then shows they have not. */
  default boolean disksLie() {
    return false;
  }
}
