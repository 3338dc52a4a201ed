package io.systole.cluster.jgroups;

import com.google.common.util.concurrent.Uninterruptibles;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.cluster.group.GroupCodec;
import io.systole.cluster.group.GroupMessage;
import io.systole.cluster.group.Groups;
import io.systole.cluster.group.GroupsEffect;
import io.systole.cluster.group.GroupsEvent;
import io.systole.cluster.group.GroupsInvariants;
import io.systole.cluster.group.GroupsState;
import io.systole.cluster.group.NodeMessage;
import io.systole.cluster.group.NodeView;
import io.systole.kernel.Cause;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jgroups.Address;
import org.jgroups.View;
import org.jspecify.annotations.Nullable;

/**
 * The embedded engine: one channel a node, and on it the groups of this node's processes.
 *
 * <p>One thread owns the state and calls the listeners; a listener must return quickly and may call
 * this engine. Another sends, since JGroups holds a sender up while the network can't take more. A
 * view's number is JGroups' own, which grows while any node of a view before it lives; so a view id
 * is unique among all views that a running node has seen.
 */
public final class JGroupsEngine implements ClusterEngine {

  private static final Logger LOG = Logger.getLogger(JGroupsEngine.class.getName());
  private static final Duration TRANSFER_OVERDUE = Duration.ofSeconds(1);
  private static final Duration END_OF_THREADS = Duration.ofSeconds(5);

  private final NodeName self;
  private final Mailbox mailbox = new Mailbox();
  private final Channel channel;
  private final Sequencing sequencing;
  private final Runner<GroupsState, GroupsEvent, GroupsEffect> groups;
  private final ConcurrentSkipListMap<String, JGroupsGroup> owners = new ConcurrentSkipListMap<>();

  /**
   * Who hears of a group. The loop's own, since who owns one next comes after what is on its way.
   */
  private final TreeMap<String, JGroupsGroup> heard = new TreeMap<>();

  private final Thread loop;
  private int held;
  private volatile boolean running = true;

  private JGroupsEngine(JGroupsOptions options) throws EngineException {
    this.self = options.self();
    this.channel = new Channel(options, new Upward());
    this.sequencing = new Sequencing(channel.address(), new Ordered());
    this.groups =
        new Runner<>(
            "groups",
            self,
            channel.incarnation(),
            new Groups(),
            GroupsState.initial(self, channel.incarnation(), options.quorum()),
            GroupsInvariants.ALL,
            Trace.NONE);
    this.loop = Thread.ofPlatform().daemon().name("cluster-" + self).unstarted(this::run);
    mailbox.readBy(loop);
  }

  /**
   * Starts the engine, which forms a view of its own or enters that of the others.
   *
   * @throws EngineException if the port can't be had, if the others have another key or another
   *     protocol version, or if a node of this name is there already
   */
  public static JGroupsEngine open(JGroupsOptions options) throws EngineException {
    JGroupsEngine engine = new JGroupsEngine(options);
    engine.loop.start();
    try {
      engine.channel.connect();
    } catch (EngineException e) {
      engine.close();
      throw e;
    }
    return engine;
  }

  @Override
  public NodeName self() {
    return self;
  }

  @Override
  public Group join(String group, EngineListener listener) throws EngineException {
    JGroupsGroup joined = new JGroupsGroup(this, group, listener);
    if (!running) {
      throw new EngineException("the engine of node " + self + " has stopped; open a new one");
    }
    if (owners.putIfAbsent(group, joined) != null) {
      throw new EngineException(
          "a process of node " + self + " is in group " + group + " already; close that first");
    }
    mailbox.add(() -> {
      heard.put(group, joined);
      step(new GroupsEvent.JoinRequested(group));
    });
    return joined;
  }

  @Override
  public void close() {
    if (running) {
      running = false;
      owners.values().forEach(JGroupsGroup::mute);
      channel.close();
      mailbox.open();
      mailbox.add(() -> {});
    }
    if (!mailbox.isReader()) {
      Uninterruptibles.joinUninterruptibly(loop, END_OF_THREADS);
    }
  }

  /** For tests that hurt the channel. */
  Channel channel() {
    return channel;
  }

  void send(String group, Element message) {
    Runnable letter = () -> step(new GroupsEvent.SendRequested(group, message));
    if (mailbox.isReader()) {
      mailbox.add(letter);
    } else {
      channel.awaitRoom();
      mailbox.addMessage(letter);
    }
  }

  void leave(JGroupsGroup group) {
    if (owners.remove(group.name(), group)) {
      mailbox.add(() -> {
        heard.remove(group.name(), group);
        step(new GroupsEvent.LeaveRequested(group.name()));
      });
    }
  }

  private void run() {
    try {
      while (running) {
        Runnable letter = mailbox.next(TRANSFER_OVERDUE);
        if (letter != null) {
          letter.run();
        } else if (groups.state().phase() instanceof GroupsState.Phase.Transferring) {
          step(new GroupsEvent.TransferOverdue());
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      // The state can't be trusted any more: the node leaves the cluster, and others recover.
      LOG.log(Level.SEVERE, "the cluster engine of node " + self + " stops", e);
      lost("the engine failed: " + e);
    }
  }

  private void step(GroupsEvent event) {
    for (GroupsEffect effect : groups.step(event, new Cause.Local("engine")).step().effects()) {
      switch (effect) {
        case GroupsEffect.Multicast multicast -> multicast(multicast.message());
        case GroupsEffect.TellView told ->
            owner(told.group()).ifPresent(owner -> owner.tell(l -> l.viewChanged(told.view())));
        case GroupsEffect.Deliver message ->
            owner(message.group())
                .ifPresent(
                    owner -> owner.tell(l -> l.delivered(message.sender(), message.payload())));
        case GroupsEffect.TellDisconnected told ->
            owner(told.group()).ifPresent(owner -> end(owner, told.reason()));
      }
    }
    int waiting = groups.state().waiting().size();
    if (waiting != held) {
      held = waiting;
      channel.hold(waiting);
    }
  }

  private void multicast(NodeMessage message) {
    try {
      sequencing.send(self, message);
    } catch (GroupCodec.TooLargeException e) {
      if (!(message.body() instanceof GroupMessage.Said said)) {
        throw new IllegalStateException("a node's own message is too large", e);
      }
      // Its sender must not take it for sent, and is told so by the end of its membership.
      owner(said.group()).ifPresent(owner -> end(owner, String.valueOf(e.getMessage())));
    }
  }

  private void end(JGroupsGroup owner, String reason) {
    owner.end(reason);
    leave(owner);
  }

  private Optional<JGroupsGroup> owner(String group) {
    return Optional.ofNullable(heard.get(group));
  }

  /** Ends all memberships; the processes hear why. */
  private void lost(String reason) {
    if (running) {
      running = false;
      new TreeMap<>(owners).values().forEach(owner -> owner.end(reason));
      channel.close();
      mailbox.open();
    }
  }

  /** What the order of messages brings, on the loop's thread. */
  private final class Ordered implements Sequencing.Sink {

    @Override
    public void entered(NodeView view) {
      channel.entered();
      step(new GroupsEvent.NodesChanged(view));
    }

    @Override
    public void delivered(NodeName sender, NodeMessage message) {
      step(new GroupsEvent.Received(sender, message));
    }

    @Override
    public void lost(String reason) {
      JGroupsEngine.this.lost(reason);
    }

    @Override
    public void send(@Nullable Address to, byte[] bytes) {
      channel.send(to, bytes);
    }
  }

  /** What comes from the channel, on threads of JGroups. */
  private final class Upward implements Channel.Listener {

    @Override
    public void entered(View view) {
      mailbox.add(() -> sequencing.entered(view));
    }

    @Override
    public void arrived(Address from, Envelope envelope) {
      mailbox.addMessage(() -> sequencing.arrived(from, envelope));
    }

    @Override
    public void lost(String reason) {
      mailbox.add(() -> JGroupsEngine.this.lost(reason));
    }
  }
}
