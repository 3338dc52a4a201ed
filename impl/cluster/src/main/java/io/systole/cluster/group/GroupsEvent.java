package io.systole.cluster.group;

import io.systole.kernel.NodeName;
import io.systole.xml.Element;

/** What {@link Groups} hears. */
public sealed interface GroupsEvent {

  /** The nodes' membership changed. */
  record NodesChanged(NodeView view) implements GroupsEvent {}

  /** A message arrived from a node (this one included), in the agreed order of its view. */
  record Received(NodeName sender, NodeMessage message) implements GroupsEvent {}

  /** A process of this node wants to be in a group. */
  record JoinRequested(String group) implements GroupsEvent {}

  /** A process of this node leaves a group, or is made to. */
  record LeaveRequested(String group) implements GroupsEvent {}

  /** A process of this node speaks to its group. */
  record SendRequested(String group, Element payload) implements GroupsEvent {}

  /** A view's announcements have not all come in time; one may have been lost on its way. */
  record TransferOverdue() implements GroupsEvent {}

  /** The node is in no view any more, nor will be. */
  record EngineLost(String reason) implements GroupsEvent {}
}
