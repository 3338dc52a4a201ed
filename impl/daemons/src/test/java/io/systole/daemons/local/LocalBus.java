package io.systole.daemons.local;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineListener;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A faultless engine for nodes of one JVM, on one thread of its own. */
public final class LocalBus implements AutoCloseable {

  private final Map<String, Map<NodeName, EngineListener>> groups = new TreeMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("bus").factory());
  private long views;

  /** A node's connection. */
  public ClusterEngine engine(NodeName node) {
    return new Connection(node);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void changed(String group) {
    Map<NodeName, EngineListener> members = groups.getOrDefault(group, Map.of());
    ImmutableSortedSet<NodeName> names = ImmutableSortedSet.copyOf(members.keySet());
    if (!names.isEmpty()) {
      View view = new View(new ViewId(++views, names.first()), names, names, 1, true);
      members.values().forEach(listener -> listener.viewChanged(view));
    }
  }

  private final class Connection implements ClusterEngine {

    private final NodeName node;

    Connection(NodeName node) {
      this.node = node;
    }

    @Override
    public NodeName self() {
      return node;
    }

    @Override
    public Group join(String group, EngineListener listener) {
      thread.execute(() -> {
        groups.computeIfAbsent(group, g -> new TreeMap<>()).put(node, listener);
        changed(group);
      });
      return new Membership(node, group);
    }

    @Override
    public void close() {
      thread.execute(() ->
          groups.forEach((group, members) -> {
            if (members.remove(node) != null) {
              changed(group);
            }
          }));
    }
  }

  private final class Membership implements ClusterEngine.Group {

    private final NodeName node;
    private final String group;

    Membership(NodeName node, String group) {
      this.node = node;
      this.group = group;
    }

    @Override
    public void multicast(Element message) {
      thread.execute(() -> {
        Map<NodeName, EngineListener> members = groups.getOrDefault(group, Map.of());
        if (members.containsKey(node)) {
          members.values().forEach(listener -> listener.delivered(node, message));
        }
      });
    }

    @Override
    public void close() {
      thread.execute(() -> {
        groups.getOrDefault(group, Map.of()).remove(node);
        changed(group);
      });
    }
  }
}
