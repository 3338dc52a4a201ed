package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cib.Cib;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.join.HeldCib;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import java.util.Optional;

/** What happens to a node's controller. */
public sealed interface ControllerEvent {

  // From the engine.

  /** The engine gave a view of the group {@code controller}. */
  record ViewChanged(View view) implements ControllerEvent {}

  /** A message arrived in the group {@code controller}, maybe one's own. */
  record MessageDelivered(NodeName sender, ControllerMessage message) implements ControllerEvent {}

  /**
   * An epoch became known in the group {@code epoch}, or from a daemon that refused a lesser one.
   */
  record EpochSeen(Epoch epoch) implements ControllerEvent {}

  record TimerFired(Timer timer) implements ControllerEvent {}

  // From the daemons of this node.

  /** A daemon of this node answers, for the first time or again. */
  record Connected(Service service) implements ControllerEvent {}

  /** A daemon of this node is gone; what was asked of it will not be answered. */
  record Disconnected(Service service) implements ControllerEvent {}

  /** The CIB of this node is now this. */
  record CibChanged(Cib cib) implements ControllerEvent {}

  /**
   * What this node's CIB manager says of its CIB.
   *
   * @param seen the greatest epoch that it has seen, in this run or an earlier one
   * @param synchronised whether it accepts changes; false after each change of the replicas' view
   */
  record CibStateChanged(HeldCib held, Epoch seen, boolean synchronised)
      implements ControllerEvent {}

  /** All replicas now have the CIB that was chosen under {@code epoch}. */
  record CibSynchronised(Epoch epoch) implements ControllerEvent {}

  record CibSynchroniseFailed(Epoch epoch, String reason) implements ControllerEvent {}

  /** This node's replica does not take part in a round, since it has done so before. */
  record CibRoundRefused(Epoch epoch) implements ControllerEvent {}

  /**
   * The edits of {@link ControllerEffect.ProposeEdits} with this number are in the CIB.
   *
   * @param version of the CIB that has them
   */
  record EditsAccepted(long number, CibVersion version) implements ControllerEvent {}

  /**
   * The edits of {@link ControllerEffect.ProposeEdits} with this number are not in the CIB.
   *
   * @param again whether the same edits may be accepted later, as when replicas are not in step
   */
  record EditsRefused(long number, boolean again, String reason) implements ControllerEvent {}

  /**
   * The scheduler answered {@link ControllerEffect.AskScheduler} with this number.
   *
   * @param nowSeconds what it was told the time is, since 1970
   */
  record Scheduled(long number, Element graph, long nowSeconds) implements ControllerEvent {}

  record ScheduleFailed(long number, String reason) implements ControllerEvent {}

  /**
   * An operation has ended on this node's executor, or a recurring one has a new result.
   *
   * @param key of the order
   * @param rc the exit status
   * @param result an {@code <lrm_resource>} around the entries for the CIB; none for a notification
   */
  record Executed(TransitionKey key, int rc, Element result) implements ControllerEvent {}

  /** The executor did not take an order. */
  record ExecuteRefused(TransitionKey key, String reason) implements ControllerEvent {}

  /** The executor no longer repeats the operation that the order was about. */
  record OperationCancelled(TransitionKey key) implements ControllerEvent {}

  /** The executor has forgotten the resource that the order was about. */
  record ResourceForgotten(TransitionKey key, String resource) implements ControllerEvent {}

  /**
   * All that this node's executor knows, with what is under way as pending.
   *
   * @param history {@code <lrm_resources>}
   */
  record HistoryTold(Element history) implements ControllerEvent {}

  /** The answer to {@link ControllerEffect.Fence}. */
  record FenceEnded(Epoch epoch, NodeName target, String action, boolean succeeded, String reason)
      implements ControllerEvent {}

  /**
   * This node's fencer heard the result of a fencing, whoever asked for it.
   *
   * @param asOf the greatest epoch that its originator had seen when it was asked for, if known
   */
  record FencingHeard(NodeName target, String action, boolean succeeded, Optional<Epoch> asOf)
      implements ControllerEvent {}

  /** A node attribute has a new value, or none. */
  record AttributeChanged(NodeName node, String name, Optional<String> value)
      implements ControllerEvent {}

  /** All node attributes that this node's attribute manager knows, by node and name. */
  record AttributesTold(ImmutableSortedMap<NodeName, ImmutableSortedMap<String, String>> values)
      implements ControllerEvent {}

  // From the administrator.

  /**
   * This node is to leave the cluster in order.
   *
   * @param nowSeconds since 1970, for the attribute that says so
   */
  record LeaveRequested(long nowSeconds) implements ControllerEvent {}
}
