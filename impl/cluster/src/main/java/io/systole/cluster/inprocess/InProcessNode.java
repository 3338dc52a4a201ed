package io.systole.cluster.inprocess;

import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.cluster.group.Groups;
import io.systole.cluster.group.GroupsEffect;
import io.systole.cluster.group.GroupsEvent;
import io.systole.cluster.group.GroupsInvariants;
import io.systole.cluster.group.GroupsState;
import io.systole.cluster.group.NodeMessage;
import io.systole.kernel.Cause;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One life of a node: its engine's state, and its processes. */
final class InProcessNode {

  private final NodeName name;
  private final long incarnation;
  private final VirtualTime time;
  private final BiConsumer<InProcessNode, NodeMessage> network;
  private final Mailbox mailbox;
  private final Runner<GroupsState, GroupsEvent, GroupsEffect> groups;
  private final TreeMap<String, InProcessEngine> processes = new TreeMap<>();
  private final TreeMap<String, InProcessGroup> owners = new TreeMap<>();

  /** Who hears of a group: the next owner does only when its join has its turn. */
  private final TreeMap<String, InProcessGroup> heard = new TreeMap<>();

  private boolean up = true;
  private Optional<Duration> pausedSince = Optional.empty();
  private @Nullable OrderedView view;
  private boolean told;
  private int arrived;
  private int reached;

  InProcessNode(
      NodeName name,
      long incarnation,
      InProcessNetwork cluster,
      BiConsumer<InProcessNode, NodeMessage> network) {
    this.name = name;
    this.incarnation = incarnation;
    this.time = cluster.time();
    this.network = network;
    this.mailbox = new Mailbox(time, () -> up && pausedSince.isEmpty());
    this.groups =
        new Runner<>(
            "groups",
            name,
            incarnation,
            new Groups(),
            GroupsState.initial(name, incarnation, cluster.options().quorum()),
            GroupsInvariants.ALL,
            Trace.NONE);
  }

  NodeName name() {
    return name;
  }

  long incarnation() {
    return incarnation;
  }

  boolean isUp() {
    return up;
  }

  boolean isPaused() {
    return pausedSince.isPresent();
  }

  /** Whether the node has been silent for as long as {@code detection}. */
  boolean isSilent(Duration detection) {
    return pausedSince.isPresent() && time.now().minus(pausedSince.get()).compareTo(detection) >= 0;
  }

  /** The view that the network has the node in, which the node itself may not have seen yet. */
  @Nullable OrderedView view() {
    return view;
  }

  /** How many messages of the view's order have reached the node. */
  int arrived() {
    return arrived;
  }

  /** The messages of the view up to {@code count} have come as far as the node. */
  void arrive(int count) {
    OrderedView here = view;
    reached = Math.max(reached, count);
    if (here == null || !told) {
      return;
    }
    for (; arrived < reached; arrived++) {
      OrderedView.Sent sent = here.order().get(arrived);
      mailbox.add(() -> step(new GroupsEvent.Received(sent.sender().name(), sent.message())));
    }
  }

  /**
   * The node is in another view from now on, of which it hears after {@code delay} and before all
   * messages of that view, if the view lasts so long.
   */
  void enter(OrderedView next, Duration delay) {
    view = next;
    told = false;
    arrived = 0;
    reached = 0;
    time.after(delay, () -> tell(next));
  }

  private void tell(OrderedView next) {
    if (view == next) {
      told = true;
      mailbox.add(() -> step(new GroupsEvent.NodesChanged(next.view())));
      arrive(reached);
    }
  }

  void pause() {
    pausedSince = Optional.of(time.now());
  }

  void resume() {
    pausedSince = Optional.empty();
    mailbox.resume();
    processes.values().forEach(InProcessEngine::goOn);
  }

  void crash() {
    up = false;
    mailbox.discard();
    processes.values().forEach(InProcessEngine::die);
  }

  InProcessEngine process(String processName) {
    InProcessEngine known = processes.get(processName);
    if (known != null && known.isAlive()) {
      return known;
    }
    InProcessEngine started = new InProcessEngine(this, processName, time);
    processes.put(processName, started);
    return started;
  }

  InProcessGroup join(InProcessEngine process, String group, EngineListener listener)
      throws EngineException {
    if (!up) {
      throw new EngineException("node " + name + " is down; start it first");
    }
    InProcessGroup owner = owners.get(group);
    if (owner != null && owner.isOpen()) {
      throw new EngineException(
          "group "
              + group
              + " on node "
              + name
              + " has the process "
              + owner.process().name()
              + "; close that first");
    }
    InProcessGroup joined = new InProcessGroup(process, group, listener);
    owners.put(group, joined);
    mailbox.add(() -> {
      heard.put(group, joined);
      step(new GroupsEvent.JoinRequested(group));
    });
    return joined;
  }

  void send(InProcessGroup from, Element message) {
    mailbox.add(() -> step(new GroupsEvent.SendRequested(from.name(), message)));
  }

  void leave(InProcessGroup group) {
    mailbox.add(() -> step(new GroupsEvent.LeaveRequested(group.name())));
  }

  private void step(GroupsEvent event) {
    for (GroupsEffect effect : groups.step(event, new Cause.Local("engine")).step().effects()) {
      switch (effect) {
        case GroupsEffect.Multicast multicast -> network.accept(this, multicast.message());
        case GroupsEffect.TellView told -> tell(told.group(), l -> l.viewChanged(told.view()));
        case GroupsEffect.Deliver message ->
            tell(message.group(), l -> l.delivered(message.sender(), message.payload()));
        case GroupsEffect.TellDisconnected told -> drop(told.group(), told.reason());
      }
    }
  }

  private void drop(String group, String reason) {
    InProcessGroup listening = heard.get(group);
    if (listening != null) {
      listening.drop(reason);
    }
  }

  private void tell(String group, InProcessGroup.News news) {
    InProcessGroup listening = heard.get(group);
    if (listening != null) {
      listening.tell(news);
    }
  }
}
