package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import io.systole.cib.CibEdit;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Sends;
import io.systole.kernel.ViewId;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;

/** What a node's controller asks of the world. */
public sealed interface ControllerEffect {

  /** Send to all members of the group {@code controller}, this one included. */
  record Multicast(ControllerMessage message) implements ControllerEffect, Sends {}

  /** Make this epoch known in the group {@code epoch}. */
  record AnnounceEpoch(Epoch epoch) implements ControllerEffect, Sends {}

  record StartTimer(Timer timer, Duration after) implements ControllerEffect {}

  record CancelTimer(Timer timer) implements ControllerEffect {}

  /**
   * Propose edits, all or none, to this node's CIB manager. The answer is {@link
   * ControllerEvent.EditsAccepted} or {@link ControllerEvent.EditsRefused}; there is none if the
   * CIB manager is lost meanwhile.
   *
   * @param number names the proposal
   * @param epoch under which a DC proposes; replicas that were synchronised under a greater one
   *     refuse. Empty for what a node says of itself.
   */
  record ProposeEdits(long number, Optional<Epoch> epoch, ImmutableList<CibEdit> edits)
      implements ControllerEffect {}

  /**
   * Make {@code source}'s CIB everybody's under this epoch.
   *
   * @param replicas the view of the CIB managers for which the source was chosen; in another one
   *     the choice may be wrong, and the request is to fail
   * @param quorate whether it is for the whole cluster, so that the CIB's term becomes this epoch
   */
  record SynchroniseCib(Epoch epoch, NodeName source, ViewId replicas, boolean quorate)
      implements ControllerEffect {}

  /** Ask the scheduler what to do; it answers with the number. */
  record AskScheduler(long number, Element cib) implements ControllerEffect {}

  /**
   * Have this node's executor do an {@code <rsc_op>} of the graph. It may be sent again with the
   * same key, and is then the same order. One with the operation {@code delete} asks to forget the
   * resource; the answer is {@link ControllerEvent.ResourceForgotten}.
   *
   * @param operation with the key as its {@code transition-key}
   */
  record Execute(Epoch epoch, TransitionKey key, Element operation) implements ControllerEffect {}

  /**
   * Have this node's executor no longer repeat what the {@code <rsc_op>} names; the answer is
   * {@link ControllerEvent.OperationCancelled}, also if nothing was repeated.
   *
   * @param operation with {@code CRM_meta_operation} and {@code CRM_meta_interval}
   */
  record CancelOperation(Epoch epoch, TransitionKey key, Element operation)
      implements ControllerEffect {}

  /**
   * Ask this node's executor for its history; the answer is {@link ControllerEvent.HistoryTold}.
   */
  record AskHistory() implements ControllerEffect {}

  /**
   * Tell this node's fencer its devices.
   *
   * @param devices the body of the fencer's request of that name, without the epoch
   */
  record PushDevices(Epoch epoch, Element devices) implements ControllerEffect {}

  /** Ask this node's fencer to fence; the answer is {@link ControllerEvent.FenceEnded}. */
  record Fence(Epoch epoch, NodeName target, String action, Duration timeout)
      implements ControllerEffect {}

  /**
   * Set a node attribute.
   *
   * @param value may be {@code value++} to add one; empty to remove it
   */
  record UpdateAttribute(NodeName node, String name, Optional<String> value)
      implements ControllerEffect {}

  /** Forget all attributes of a node. */
  record PurgeAttributes(NodeName node) implements ControllerEffect {}

  /** This node may leave: nothing runs on it, or it has waited long enough. */
  record LeaveCompleted(String reason) implements ControllerEffect {}
}
