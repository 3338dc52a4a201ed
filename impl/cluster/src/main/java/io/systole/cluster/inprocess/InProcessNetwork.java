package io.systole.cluster.inprocess;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.inprocess.Fault.Kind;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A cluster of nodes in one thread, on virtual time. Everything that happens is due at a moment of
 * {@link #time()}; whoever runs the clock runs the cluster. All draws come from one seed, so the
 * same calls give the same run, to the byte.
 *
 * <p>What it promises is what {@link io.systole.cluster.ClusterEngine} does, and no more: within a
 * view one order; when a view ends each of its nodes has got some beginning of that order, drawn
 * for each, and the rest is lost; what was not ordered by then is lost for all.
 *
 * <p>Faults are calls. None of them tells the nodes anything: they notice by the views that follow,
 * {@link InProcessOptions#detection()} later at the latest.
 */
public final class InProcessNetwork {

  private final InProcessOptions options;
  private final VirtualTime time = new VirtualTime();
  private final Traffic traffic;
  private final TreeMap<NodeName, InProcessNode> nodes = new TreeMap<>();
  private final TreeMap<NodeName, Long> lives = new TreeMap<>();
  private final ImmutableList.Builder<Fault> faults = ImmutableList.builder();
  private Consumer<Fault> observer = fault -> {};

  /**
   * @param names the cluster's nodes, none of which runs before it is started
   */
  public InProcessNetwork(InProcessOptions options, Collection<NodeName> names) {
    this.options = options;
    this.traffic = new Traffic(options, time, this::recorded);
    names.forEach(name -> lives.put(name, 0L));
  }

  /** A network whose nodes are all started. */
  public static InProcessNetwork started(InProcessOptions options, Collection<NodeName> names) {
    InProcessNetwork network = new InProcessNetwork(options, names);
    network.lives.keySet().forEach(network::start);
    return network;
  }

  public VirtualTime time() {
    return time;
  }

  public InProcessOptions options() {
    return options;
  }

  /** All nodes, whether they run or not. */
  public ImmutableSortedSet<NodeName> names() {
    return ImmutableSortedSet.copyOf(lives.keySet());
  }

  public boolean isUp(NodeName name) {
    InProcessNode node = nodes.get(name);
    return node != null && node.isUp();
  }

  public boolean isPaused(NodeName name) {
    InProcessNode node = nodes.get(name);
    return node != null && node.isUp() && node.isPaused();
  }

  /** Everything that was done so far, the forming of views included. */
  public ImmutableList<Fault> faults() {
    return faults.build();
  }

  /** Tells {@code newObserver} of each fault from now on, as it happens. */
  public void observe(Consumer<Fault> newObserver) {
    observer = newObserver;
  }

  /** Boots a node that is down; its engine forms or enters a view within the time of detection. */
  public void start(NodeName name) {
    if (isUp(name)) {
      throw new IllegalStateException("node " + name + " runs; crash it before it is restarted");
    }
    Long life = lives.get(name);
    if (life == null) {
      throw new IllegalArgumentException("no node " + name + "; there are " + lives.keySet());
    }
    lives.put(name, life + 1);
    InProcessNode node = new InProcessNode(name, life + 1, this, traffic::multicast);
    nodes.put(name, node);
    record(Kind.START, name + "/" + node.incarnation());
    traffic.nodesAre(ImmutableList.copyOf(nodes.values()));
  }

  /** Ends a node and all its processes at once. */
  public void crash(NodeName name) {
    node(name).crash();
    record(Kind.CRASH, name.toString());
    traffic.disturbed();
  }

  /** The process called {@code main} of a node. */
  public InProcessEngine engine(NodeName name) {
    return engine(name, "main");
  }

  /** A process of a node that runs; a new one if there is none of that name, or no more. */
  public InProcessEngine engine(NodeName name, String process) {
    return node(name).process(process);
  }

  /** Stops a node with all its processes where it stands. What comes for it waits. */
  public void pause(NodeName name) {
    if (!isPaused(name)) {
      node(name).pause();
      record(Kind.PAUSE, name.toString());
      traffic.silenced();
    }
  }

  /** Lets a paused node go on: first with what waits for it, and only then with newer news. */
  public void resume(NodeName name) {
    if (isPaused(name)) {
      node(name).resume();
      record(Kind.RESUME, name.toString());
      traffic.disturbed();
    }
  }

  /**
   * Stops one process of a node. After {@link InProcessOptions#clientTimeout()} it is put out of
   * its groups, which it learns when it goes on, after all that it had yet to hear.
   */
  public void pauseProcess(NodeName name, String process) {
    InProcessEngine engine = engine(name, process);
    long pause = engine.pause();
    record(Kind.PAUSE_PROCESS, name + " " + process);
    time.after(
        options.clientTimeout(),
        () -> {
          if (engine.isIn(pause) && !isPaused(name)) {
            record(Kind.DROP_PROCESS, name + " " + process);
            engine.drop("this process did not answer for " + options.clientTimeout());
          }
        });
  }

  public void resumeProcess(NodeName name, String process) {
    engine(name, process).resume();
    record(Kind.RESUME_PROCESS, name + " " + process);
  }

  /** Ends one process of a node, which leaves its groups. */
  public void killProcess(NodeName name, String process) {
    engine(name, process).close();
    record(Kind.KILL_PROCESS, name + " " + process);
  }

  /** Nothing that {@code from} sends reaches {@code to} any more. */
  public void cut(NodeName from, NodeName to) {
    traffic.links().cut(from, to);
    record(Kind.CUT, from + " -> " + to);
    traffic.disturbed();
  }

  /** Parts the nodes; those that are in no part are alone. */
  public void partition(Collection<? extends Set<NodeName>> parts) {
    for (NodeName from : lives.keySet()) {
      for (NodeName to : lives.keySet()) {
        boolean together = parts.stream().anyMatch(p -> p.contains(from) && p.contains(to));
        if (!from.equals(to) && !together) {
          traffic.links().cut(from, to);
        }
      }
    }
    record(Kind.CUT, "parts " + parts.stream().map(ImmutableSortedSet::copyOf).toList());
    traffic.disturbed();
  }

  /** From now on all that the node sends and hears takes up to {@code most} longer. */
  public void clog(NodeName node, Duration most) {
    traffic.links().clog(node, most);
    record(Kind.CLOG, node + " by up to " + most);
  }

  /** Mends all cuts and ends all delays. */
  public void heal() {
    traffic.links().mend();
    record(Kind.HEAL, "all");
    traffic.disturbed();
  }

  /**
   * Loses what a node has sent and what is not ordered yet. The view ends by it, for a message that
   * is lost within a view would be a broken promise.
   */
  public void lose(NodeName sender) {
    traffic.lose(node(sender));
  }

  private InProcessNode node(NodeName name) {
    InProcessNode node = nodes.get(name);
    if (node == null || !node.isUp()) {
      throw new IllegalStateException("node " + name + " is down; start it first");
    }
    return node;
  }

  private void record(Kind kind, String what) {
    recorded(new Fault(time.now(), kind, what));
  }

  private void recorded(Fault fault) {
    faults.add(fault);
    observer.accept(fault);
  }
}
