package io.systole.cluster.jgroups;

import io.systole.cluster.Packing;
import io.systole.cluster.group.GroupCodec;
import io.systole.cluster.group.NodeMessage;
import io.systole.cluster.group.NodeView;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jgroups.Address;
import org.jgroups.View;
import org.jspecify.annotations.Nullable;

/**
 * The agreed order: each message goes to the oldest node of its view, which sends it to all. Both
 * ways keep the order of what one node sends, so all receive in the order in which the oldest node
 * sent.
 *
 * <p>A message belongs to the view in which it was sent. What comes before its view waits for it;
 * what comes after is dropped by all, the sender included. One thread owns this.
 */
final class Sequencing {

  private static final Logger LOG = Logger.getLogger(Sequencing.class.getName());

  /**
   * How many messages may be ahead of their view. Only announcements can be, one a node and those
   * that were repeated, since a view is complete only once this node has announced itself.
   */
  private static final int MOST_EARLY = 4096;

  private final Address self;
  private final Sink sink;
  private final List<Early> early = new ArrayList<>();
  private @Nullable Present present;

  /** Where views, messages and letters go. */
  interface Sink {

    void entered(NodeView view);

    void delivered(NodeName sender, NodeMessage message);

    /** The node has no place in the cluster any more. */
    void lost(String reason);

    /** Sends to one node, or to all if {@code to} is null, each time in the order of the calls. */
    void send(@Nullable Address to, byte[] bytes);
  }

  private record Early(Address from, Envelope envelope) {}

  private record Present(Roster roster, NodeView view) {}

  Sequencing(Address self, Sink sink) {
    this.self = self;
    this.sink = sink;
  }

  /** JGroups has a new view. */
  void entered(View view) {
    Roster roster = new Roster(view);
    roster.others().forEach(this::reportStranger);
    if (!roster.holds(self)) {
      if (present != null) {
        sink.lost("a node of the same name is in the part of the cluster that was met again");
      }
      return;
    }
    Present entered = new Present(roster, roster.nodes());
    present = entered;
    sink.entered(entered.view());
    long number = entered.view().id().number();
    List<Early> waited = List.copyOf(early);
    early.clear();
    for (Early letter : waited) {
      if (letter.envelope().view().number() >= number) {
        arrived(letter.from(), letter.envelope());
      }
    }
  }

  private void reportStranger(Address other) {
    if (!other.equals(self)) {
      LOG.warning(
          "the node at "
              + other
              + " has a name that is taken or speaks another version; unless it is a node that"
              + " is just being restarted, give it a name of its own or the same version");
    }
  }

  /** Sends a message to all nodes of its view. */
  void send(NodeName sender, NodeMessage message) throws GroupCodec.TooLargeException {
    Present here = present;
    if (here != null && here.view().id().equals(message.view())) {
      byte[] payload = Packing.pack(GroupCodec.encode(message));
      Envelope envelope = Envelope.toOrder(message.view(), sender, payload);
      Address sequencer = here.roster().sequencer();
      if (sequencer.equals(self)) {
        sink.send(null, envelope.inOrder().write());
      } else {
        sink.send(sequencer, envelope.write());
      }
    }
  }

  /** A letter came from a node. */
  void arrived(Address from, Envelope envelope) {
    Present here = present;
    ViewId view = envelope.view();
    if (here != null && here.view().id().equals(view)) {
      inView(here, from, envelope);
    } else if (here == null || view.number() > here.view().id().number()) {
      if (early.size() < MOST_EARLY) {
        early.add(new Early(from, envelope));
      } else {
        LOG.warning("node " + envelope.sender() + " is too far ahead; a message is dropped");
      }
    }
  }

  private void inView(Present here, Address from, Envelope envelope) {
    boolean fromSequencer = here.roster().sequencer().equals(from);
    if (envelope.isOrdered() && fromSequencer) {
      deliver(envelope);
    } else if (!envelope.isOrdered()
        && here.roster().sequencer().equals(self)
        && here.roster().name(from).filter(envelope.sender()::equals).isPresent()) {
      sink.send(null, envelope.inOrder().write());
    }
  }

  private void deliver(Envelope envelope) {
    try {
      byte[] payload = Packing.unpack(envelope.payload(), XmlLimits.MESSAGE.maxBytes());
      sink.delivered(envelope.sender(), GroupCodec.decode(payload));
    } catch (IOException | GroupCodec.MalformedException e) {
      LOG.log(
          Level.WARNING,
          e,
          () ->
              "node "
                  + envelope.sender()
                  + " sent what this node does not understand; run one version on all nodes");
    }
  }
}
