package io.systole.cluster.inprocess;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One simulated process of a node: its connection to the engine, and its timers. */
public final class InProcessEngine implements ClusterEngine {

  private final InProcessNode node;
  private final String name;
  private final VirtualTime time;
  private final Mailbox mailbox;
  private final List<InProcessGroup> groups = new ArrayList<>();
  private boolean alive = true;
  private boolean paused;
  private long pauses;

  InProcessEngine(InProcessNode node, String name, VirtualTime time) {
    this.node = node;
    this.name = name;
    this.time = time;
    this.mailbox = new Mailbox(time, () -> alive && !paused && !node.isPaused());
  }

  /** A timer that may be stopped before it runs out. */
  public static final class Timer {

    private boolean cancelled;

    private Timer() {}

    public void cancel() {
      cancelled = true;
    }
  }

  @Override
  public NodeName self() {
    return node.name();
  }

  /** The process's name on its node. */
  public String name() {
    return name;
  }

  public boolean isAlive() {
    return alive;
  }

  /** Which life of its node the process belongs to, from 1. */
  public long incarnation() {
    return node.incarnation();
  }

  /**
   * Runs {@code action} in this process once {@code delay} has passed; later if the process is
   * paused then, and never if it is gone.
   */
  public Timer after(Duration delay, Runnable action) {
    Timer timer = new Timer();
    Runnable unlessCancelled =
        () -> {
          if (!timer.cancelled) {
            action.run();
          }
        };
    time.after(delay, () -> mailbox.add(unlessCancelled));
    return timer;
  }

  @Override
  public Group join(String group, EngineListener listener) throws EngineException {
    if (!alive) {
      throw new EngineException(
          "process " + name + " of node " + self() + " is gone; ask for a new one");
    }
    InProcessGroup joined = node.join(this, group, listener);
    groups.add(joined);
    return joined;
  }

  /** Ends the process in order: it leaves its groups and hears no more. */
  @Override
  public void close() {
    groups.forEach(InProcessGroup::close);
    die();
  }

  InProcessNode node() {
    return node;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  void die() {
    alive = false;
    mailbox.discard();
  }

  /** Pauses and tells which pause this is. */
  long pause() {
    paused = true;
    return ++pauses;
  }

  boolean isIn(long pause) {
    return alive && paused && pauses == pause;
  }

  void resume() {
    paused = false;
    goOn();
  }

  void goOn() {
    mailbox.resume();
  }

  void drop(String reason) {
    groups.forEach(group -> group.drop(reason));
    groups.clear();
  }
}
