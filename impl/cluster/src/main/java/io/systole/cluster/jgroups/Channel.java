package io.systole.cluster.jgroups;

import com.google.common.util.concurrent.Uninterruptibles;
import io.systole.cluster.EngineException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.ChannelListener;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.util.ExtendedUUID;
import org.jspecify.annotations.Nullable;

/** A JGroups channel that speaks of nodes and their messages. */
final class Channel {

  private static final Logger LOG = Logger.getLogger(Channel.class.getName());

  /** How long it takes, after twice the silence, until a node's last life is seen as over. */
  private static final Duration LAST_LIFE = Duration.ofSeconds(4);

  private final JGroupsOptions options;
  private final Listener listener;
  private final ExtendedUUID address;
  private final Keys keys;
  private final JChannel channel;
  private final Outbox outbox = new Outbox();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final Thread sender;
  private volatile boolean open = true;

  /** Hears what happens on the channel, on any thread. */
  interface Listener {

    void entered(View view);

    /** May be held up, which holds the senders up. */
    void arrived(Address from, Envelope envelope);

    void lost(String reason);
  }

  Channel(JGroupsOptions options, Listener listener) throws EngineException {
    JGroupsLog.install();
    this.options = options;
    this.listener = listener;
    this.address = NodeAddress.of(options.self());
    this.keys = new Keys(options);
    this.channel = create();
    this.sender =
        Thread.ofPlatform().daemon().name("cluster-send-" + options.self()).unstarted(this::send);
  }

  private JChannel create() throws EngineException {
    try {
      Seal seal = new Seal(new Sealer(options.key(), options.cluster()), keys);
      JChannel made = new JChannel(Stack.of(options, seal));
      // It would answer to anyone, on a port of its own.
      made.getProtocolStack().getTransport().getDiagnosticsHandler().setEnabled(false);
      made.addAddressGenerator(() -> address);
      made.setName(options.self().value());
      made.setReceiver(new Incoming());
      made.addChannelListener(new Closing());
      return made;
    } catch (GeneralSecurityException e) {
      throw new EngineException("this JVM lacks a cipher that the cluster key needs: " + e, e);
    } catch (Exception e) {
      throw new EngineException("JGroups can't be set up: " + e, e);
    }
  }

  /** Differs between two starts of one node. */
  long incarnation() {
    return NodeAddress.incarnation(address);
  }

  JChannel jgroups() {
    return channel;
  }

  /** Enters the cluster, which takes a second or two. */
  void connect() throws EngineException {
    InetSocketAddress here = options.address();
    try {
      channel.connect(options.cluster());
    } catch (Exception e) {
      throw new EngineException(
          "node "
              + options.self()
              + " can't listen on "
              + here
              + " or join the cluster there ("
              + rootCause(e)
              + "); check the member's address and port, and that nothing else uses them",
          e);
    }
    sender.start();
    if (channel.getView().size() == 1 && keys.refusedBy().isPresent()) {
      throw new EngineException(
          "the node at "
              + keys.refusedBy().get()
              + " has another cluster key than node "
              + options.self()
              + "; give all nodes the same key-file");
    }
    if (!Uninterruptibles.awaitUninterruptibly(
        entered, options.silence().multipliedBy(2).plus(LAST_LIFE))) {
      throw new EngineException(
          "the cluster "
              + options.cluster()
              + " does not take node "
              + options.self()
              + " in: a node of this name is there already, or the others speak another version;"
              + " its members are "
              + channel.getView().getMembers());
    }
  }

  /** This start's address. */
  Address address() {
    return address;
  }

  /** The node has its place among the nodes. */
  void entered() {
    entered.countDown();
  }

  /** Sends to one node, or to all if {@code to} is null, without waiting for the network. */
  void send(@Nullable Address to, byte[] bytes) {
    if (!outbox.add(to, bytes)) {
      listener.lost("more than " + Outbox.MOST + " messages wait for the network");
    }
  }

  /** Tells how much waits for a view to be complete. */
  void hold(int messages) {
    outbox.hold(messages);
  }

  /** Waits while much is still to be sent. */
  void awaitRoom() {
    outbox.awaitRoom();
  }

  void close() {
    open = false;
    outbox.close();
    channel.close();
  }

  private void send() {
    for (Outbox.Letter letter = outbox.take(); letter != null; letter = outbox.take()) {
      try {
        channel.send(new BytesMessage(letter.to(), letter.bytes()));
      } catch (Exception e) {
        if (open) {
          listener.lost("the network layer takes no message: " + rootCause(e));
        }
        return;
      }
    }
  }

  private static Throwable rootCause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** What JGroups tells of views and messages. */
  private final class Incoming implements Receiver {

    @Override
    public void viewAccepted(View view) {
      listener.entered(view);
    }

    @Override
    public void receive(Message message) {
      try {
        Envelope envelope =
            Envelope.read(message.getArray(), message.getOffset(), message.getLength());
        if (!envelope.isOrdered()) {
          // Passing on for others is sending too: who sends faster than this node is held up here.
          outbox.awaitRoom();
        }
        listener.arrived(message.getSrc(), envelope);
      } catch (IOException e) {
        LOG.log(
            Level.WARNING,
            e,
            () -> "the node at " + message.getSrc() + " sent what this node does not understand");
      }
    }
  }

  /** The end of the channel from below. */
  private final class Closing implements ChannelListener {

    @Override
    public void channelClosed(JChannel closed) {
      if (open) {
        listener.lost("the network layer has stopped");
      }
    }
  }
}
