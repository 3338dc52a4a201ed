package io.systole.kernel.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;

/** What the world did to a run. Each is a line of its own in the trace. */
public sealed interface Fault {

  /**
   * A message did not reach a node.
   *
   * @param group on the engine
   * @param number of the message in its group, from 1
   */
  record Lost(String group, long number, NodeName receiver) implements Fault {}

  /** A message reached a node a second time. */
  record Duplicated(String group, long number, NodeName receiver) implements Fault {}

  /** A process, or all of a node's, stopped running without ending. */
  record Paused(NodeName node, String process) implements Fault {}

  /** A paused process runs again and knows nothing of the pause. */
  record Resumed(NodeName node, String process) implements Fault {}

  /** A process, or a node with all of its processes, ended without a word. */
  record Crashed(NodeName node, String process) implements Fault {}

  /** A process, or a node, began again with what it had on stable storage. */
  record Restarted(NodeName node, String process) implements Fault {}

  /** Nodes of different sides reach each other no more. */
  record Partitioned(ImmutableList<ImmutableSortedSet<NodeName>> sides) implements Fault {}

  /** All nodes reach each other again. */
  record Healed() implements Fault {}
}
