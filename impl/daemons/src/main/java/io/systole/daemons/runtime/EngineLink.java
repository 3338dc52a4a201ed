package io.systole.daemons.runtime;

import com.google.common.collect.ImmutableMap;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A role's membership of groups. It is joined and spoken to on a thread of its own, since an engine
 * may block; what happens in the groups is told on the role's event loop.
 */
public final class EngineLink implements AutoCloseable {

  /** Messages that may wait for the engine to take them. */
  public static final int MAX_WAITING = 65_536;

  private final RoleContext context;
  private final ImmutableMap<String, EngineListener> listeners;
  private final BlockingQueue<Message> outbox = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Thread thread;
  private volatile boolean closed;

  private record Message(String group, Element body) {}

  private EngineLink(RoleContext context, ImmutableMap<String, EngineListener> listeners) {
    this.context = context;
    this.listeners = listeners;
    this.thread =
        Thread.ofPlatform().daemon().name(context.role() + "-engine").unstarted(this::run);
  }

  /**
   * Begins to join groups. If the engine refuses, the role's process ends with its reason.
   *
   * @param listeners for each group, called on the event loop
   */
  public static EngineLink open(
      RoleContext context, ImmutableMap<String, EngineListener> listeners) {
    EngineLink link = new EngineLink(context, listeners);
    link.thread.start();
    return link;
  }

  /** Sends to a group, in the order of the calls. Never blocks. */
  public void multicast(String group, Element message) {
    if (!listeners.containsKey(group)) {
      throw new IllegalArgumentException(context.role() + " is not in the group " + group);
    }
    if (!closed && !outbox.offer(new Message(group, message))) {
      context.fatal(
          new EngineException(
              "the engine has not taken "
                  + MAX_WAITING
                  + " messages; see whether it is stuck, and its log"));
    }
  }

  /** Leaves the groups. Nothing more is told. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    try (ClusterEngine engine = context.openEngine()) {
      Map<String, ClusterEngine.Group> groups = new HashMap<>();
      for (Map.Entry<String, EngineListener> entry : listeners.entrySet()) {
        groups.put(entry.getKey(), engine.join(entry.getKey(), new OnLoop(entry.getValue())));
      }
      sendAll(groups);
    } catch (EngineException e) {
      if (!closed) {
        context.fatal(e);
      }
    }
  }

  private void sendAll(Map<String, ClusterEngine.Group> groups) {
    try {
      while (!closed) {
        Message message = outbox.take();
        ClusterEngine.Group group = groups.get(message.group());
        if (group != null) {
          group.multicast(message.body());
        }
      }
    } catch (InterruptedException e) {
      // The link is being closed, which is the only reason to interrupt this thread.
      closed = true;
    }
  }

  /** Brings what the engine's threads say to the loop. */
  private final class OnLoop implements EngineListener {

    private final EngineListener listener;

    OnLoop(EngineListener listener) {
      this.listener = listener;
    }

    @Override
    public void viewChanged(View view) {
      post("view", () -> listener.viewChanged(view));
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      post(message.name(), () -> listener.delivered(sender, message));
    }

    @Override
    public void disconnected(String reason) {
      post("end of the engine", () -> listener.disconnected(reason));
    }

    private void post(String what, Runnable handler) {
      context
          .loop()
          .post(
              what,
              () -> {
                if (!closed) {
                  handler.run();
                }
              });
    }
  }
}
