package io.systole.cluster.ring;

import io.systole.kernel.NodeName;
import io.systole.kernel.Sends;
import io.systole.kernel.View;
import io.systole.xml.Element;

/** What {@link RingGroup} asks of the engine. */
public sealed interface RingGroupEffect {

  /** Say to all members, this process included. */
  record Multicast(RingWord word) implements RingGroupEffect, Sends {}

  record TellView(View view) implements RingGroupEffect {}

  record Deliver(NodeName sender, Element payload) implements RingGroupEffect {}

  /** The membership can't go on. */
  record TellDisconnected(String reason) implements RingGroupEffect {}
}
