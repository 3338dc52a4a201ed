package io.systole.cluster.group;

import io.systole.kernel.NodeName;
import io.systole.kernel.Sends;
import io.systole.kernel.View;
import io.systole.xml.Element;

/** What {@link Groups} asks of its engine. */
public sealed interface GroupsEffect {

  /** Send to all nodes of the view, this one included. */
  record Multicast(NodeMessage message) implements GroupsEffect, Sends {}

  /** Tell this node's process in {@code group}. */
  record TellView(String group, View view) implements GroupsEffect {}

  /** Give a message to this node's process in {@code group}. */
  record Deliver(String group, NodeName sender, Element payload) implements GroupsEffect {}

  /** Tell this node's process in {@code group} that its membership is over. */
  record TellDisconnected(String group, String reason) implements GroupsEffect {}
}
