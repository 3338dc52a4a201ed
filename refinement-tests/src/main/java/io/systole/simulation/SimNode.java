package io.systole.simulation;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.kernel.Epoch;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.Service;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A simulated node: its disk, and the daemons that its supervisor starts and restarts. */
final class SimNode {

  private static final Duration LONGEST_START = Duration.ofMillis(300);

  private final Cluster cluster;
  private final NodeName name;
  private final Disk disk;
  private final Power others;
  private final Map<Role, SimProcess<?, ?, ?>> processes = new EnumMap<>(Role.class);
  private final Map<String, Element> remembered = new TreeMap<>();
  private ClusterEngine.@Nullable Group epochs;
  private Duration clockStep = Duration.ZERO;
  private long lives;
  private boolean left;

  SimNode(Cluster cluster, NodeName name, Disk disk, Power others) {
    this.cluster = cluster;
    this.name = name;
    this.disk = disk;
    this.others = others;
  }

  Cluster cluster() {
    return cluster;
  }

  NodeName name() {
    return name;
  }

  Disk disk() {
    return disk;
  }

  /** The switches of all nodes. */
  Power others() {
    return others;
  }

  /** What the executor remembers until the node is booted again. */
  Map<String, Element> remembered() {
    return remembered;
  }

  /** The time that this node's daemons read, in milliseconds since 1970. */
  long clockMillis() {
    return cluster.clockMillis() + clockStep.toMillis();
  }

  /**
   * Sets the clock; what runs on timers is not moved by that.
   *
   * @param step how far from the right time it is from now on
   */
  void setClock(Duration step) {
    clockStep = step;
  }

  /** Greater in each life of any daemon of this node. */
  long lives() {
    return lives;
  }

  /** All nodes with their ids in the CIB. */
  ImmutableSortedMap<NodeName, String> ids() {
    ImmutableSortedMap.Builder<NodeName, String> ids = ImmutableSortedMap.naturalOrder();
    int id = 0;
    for (NodeName any : cluster.network().names()) {
      ids.put(any, Integer.toString(++id));
    }
    return ids.buildOrThrow();
  }

  boolean isUp() {
    return cluster.network().isUp(name);
  }

  /** Whether the node has left the cluster in order. */
  boolean hasLeft() {
    return left;
  }

  void boot() {
    cluster.network().start(name);
    cluster.world().booted(name);
    left = false;
    remembered.clear();
    for (Role role : Role.values()) {
      cluster.promises().forgot(nameOf(role));
    }
    joinEpochs();
    for (Role role : Role.values()) {
      startLater(role);
    }
  }

  /** How the promises and the story call a daemon. */
  String nameOf(Role role) {
    return name + " " + role.word();
  }

  /** Everything on the node ends at once. */
  void crash() {
    processes.values().forEach(SimProcess::died);
    processes.clear();
    disk.crashed();
    cluster.network().crash(name);
  }

  /** A daemon is killed; the supervisor starts another. */
  void kill(Role role) {
    SimProcess<?, ?, ?> process = processes.remove(role);
    if (process == null) {
      return;
    }
    process.died();
    if (process instanceof ExecutorProcess executor) {
      executor.killAgents();
    }
    cluster.network().killProcess(name, role.word());
    role.service().ifPresent(service -> tellController(new ControllerEvent.Disconnected(service)));
    startLater(role);
  }

  /** All daemons end in order. */
  void leave() {
    left = true;
    cluster.story().told(name + " leaves");
    for (Role role : Role.values()) {
      SimProcess<?, ?, ?> process = processes.remove(role);
      if (process != null) {
        cluster.network().killProcess(name, role.word());
      }
    }
  }

  private void startLater(Role role) {
    supervisor(
        cluster.draws(Concern.DAEMONS).between(Duration.ofMillis(20), LONGEST_START),
        () -> start(role));
  }

  /** Does something in this life of the node; not if it has ended by then. */
  private void supervisor(Duration delay, Runnable action) {
    cluster.network().engine(name, "supervisor").after(delay, action);
  }

  private void start(Role role) {
    if (left || processes.containsKey(role)) {
      return;
    }
    lives++;
    SimProcess<?, ?, ?> process =
        switch (role) {
          case CIB -> new ReplicaProcess(this);
          case FENCER -> new FencerProcess(this);
          case EXECUTOR -> new ExecutorProcess(this);
          case ATTRIBUTES -> new AttributesProcess(this);
          case CONTROLLER -> new ControllerProcess(this);
        };
    processes.put(role, process);
    process.start();
    if (role == Role.CONTROLLER) {
      tellController(new ControllerEvent.Connected(Service.SCHEDULER));
      processes.keySet().forEach(this::connect);
    } else {
      connect(role);
    }
  }

  /** The controller and a daemon find each other, and the daemon says where it stands. */
  private void connect(Role role) {
    if (processes.containsKey(Role.CONTROLLER) && role.service().isPresent()) {
      tellController(new ControllerEvent.Connected(role.service().get()));
      ask(ReplicaProcess.class, role == Role.CIB ? ReplicaProcess::greet : replica -> {});
      ask(
          AttributesProcess.class,
          role == Role.ATTRIBUTES ? AttributesProcess::greet : attributes -> {});
    }
  }

  /** Lets a daemon of this node do something, if it lives until then. */
  <P extends SimProcess<?, ?, ?>> void ask(Class<P> type, Consumer<P> request) {
    for (SimProcess<?, ?, ?> process : processes.values()) {
      if (type.isInstance(process)) {
        P asked = type.cast(process);
        asked.tell(() -> request.accept(asked));
      }
    }
  }

  /** Tells this node's present controller something. */
  void tellController(ControllerEvent event) {
    ask(ControllerProcess.class, controller -> controller.local(event, "daemon"));
  }

  Optional<ControllerProcess> controller() {
    return process(ControllerProcess.class);
  }

  Optional<ReplicaProcess> replica() {
    return process(ReplicaProcess.class);
  }

  Optional<FencerProcess> fencer() {
    return process(FencerProcess.class);
  }

  private <P> Optional<P> process(Class<P> type) {
    return processes.values().stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Makes a DC's epoch known to the controllers, executors and fencers of all nodes. */
  void announceEpoch(Epoch epoch, MessageId id) {
    if (epochs != null) {
      epochs.multicast(cluster.wire().send(id, epoch, e -> e));
    }
  }

  /**
   * The group {@code epoch} is joined once for the node, and what it says goes to three daemons.
   */
  private void joinEpochs() {
    try {
      epochs =
          cluster
              .network()
              .engine(name, "messaging")
              .join(
                  "epoch",
                  new EngineListener() {
                    @Override
                    public void viewChanged(View view) {}

                    @Override
                    public void delivered(NodeName sender, Element message) {
                      epochSeen((Epoch) cluster.wire().receive(message).message());
                    }

                    @Override
                    public void disconnected(String reason) {
                      cluster.story().told(name + " hears of no more epochs: " + reason);
                    }
                  });
    } catch (EngineException e) {
      throw new IllegalStateException(name + " could not join the group of epochs", e);
    }
  }

  private void epochSeen(Epoch epoch) {
    ask(ExecutorProcess.class, executor -> executor.epochSeen(epoch));
    ask(FencerProcess.class, fencer -> fencer.epochSeen(epoch));
    ask(ControllerProcess.class, controller -> controller.epochSeen(epoch));
  }
}
