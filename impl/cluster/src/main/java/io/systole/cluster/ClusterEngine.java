package io.systole.cluster;

import io.systole.kernel.NodeName;
import io.systole.xml.Element;

/**
 * What Systole needs of the layer that knows the network: views, agreed-order multicast within a
 * view, and nothing more.
 *
 * <p>Promised: within one view all members that deliver messages deliver them in one order, each
 * once, and a sender's in the order in which it sent them; a message is delivered in the view in
 * which its sender's process was a member. Not promised: that two nodes that are parted deliver the
 * same set before they see the next view, that a message is delivered at all if the view ends, or
 * that a process runs without pauses of any length.
 */
public interface ClusterEngine extends AutoCloseable {

  /** The node on which this engine runs. */
  NodeName self();

  /**
   * Makes this process a member of a group. Views and messages are given to {@code listener} one
   * after another, the first view first.
   *
   * @param group a short name of letters and dashes; one process a node may be in it
   * @throws EngineException if the engine is not there or refuses, with what to do about it
   */
  Group join(String group, EngineListener listener) throws EngineException;

  /** Leaves all groups. */
  @Override
  void close();

  /** A process's membership of a group. */
  interface Group extends AutoCloseable {

    /**
     * Sends to all members, the sender included. Returns once the engine has taken the message; it
     * may block while the engine cannot take more. A message that is sent when the view is just
     * ending may be delivered in the next view or not at all.
     */
    void multicast(Element message);

    /** Leaves the group; the others see a view without this member. */
    @Override
    void close();
  }
}
