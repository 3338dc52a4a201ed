package io.systole.simulation;

import io.systole.kernel.NodeName;

/** The switches that fence agents work. */
interface Power {

  /** Cuts the power of a node; it is back after a while if {@code andOn}. */
  void powerOff(NodeName node, boolean andOn);

  /** Boots a node that has no power. */
  void powerOn(NodeName node);
}
