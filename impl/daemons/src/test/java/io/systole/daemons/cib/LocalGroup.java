package io.systole.daemons.cib;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineListener;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.util.TreeMap;

/** One group in this JVM, in agreed order, without any fault. */
public final class LocalGroup {

  private final int quorum;
  private final TreeMap<NodeName, EngineListener> members = new TreeMap<>();
  private long views;

  public LocalGroup(int quorum) {
    this.quorum = quorum;
  }

  ClusterEngine engine(NodeName self) {
    return new Engine(self);
  }

  private synchronized void join(NodeName self, EngineListener listener) {
    members.put(self, listener);
    tellView();
  }

  /** Takes a member out, as an engine does with a process that did not answer. */
  synchronized void putOut(NodeName member, String reason) {
    EngineListener listener = members.remove(member);
    if (listener == null) {
      throw new IllegalArgumentException(member + " is not among " + members.keySet());
    }
    tellView();
    listener.disconnected(reason);
  }

  private synchronized void leave(NodeName self) {
    if (members.remove(self) != null) {
      tellView();
    }
  }

  /** The lock is the order. */
  private synchronized void multicast(NodeName sender, Element message) {
    if (members.containsKey(sender)) {
      members.values().forEach(listener -> listener.delivered(sender, message));
    }
  }

  private void tellView() {
    if (members.isEmpty()) {
      return;
    }
    ImmutableSortedSet<NodeName> all = ImmutableSortedSet.copyOf(members.keySet());
    View view = new View(new ViewId(++views, all.first()), all, all, quorum, all.size() >= quorum);
    members.values().forEach(listener -> listener.viewChanged(view));
  }

  private final class Engine implements ClusterEngine {

    private final NodeName self;

    Engine(NodeName self) {
      this.self = self;
    }

    @Override
    public NodeName self() {
      return self;
    }

    @Override
    public Group join(String group, EngineListener listener) {
      LocalGroup.this.join(self, listener);
      return new Group() {
        @Override
        public void multicast(Element message) {
          LocalGroup.this.multicast(self, message);
        }

        @Override
        public void close() {
          leave(self);
        }
      };
    }

    @Override
    public void close() {
      leave(self);
    }
  }
}
