package io.systole.daemons.messaging;

import com.google.common.collect.ImmutableSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.daemons.runtime.EpochWord;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Groups that several processes of a node may be in at once: the node has one place in such a
 * group, and all its processes hear what comes there. In every other group a node's process is
 * alone, so that its end is a change of the view.
 */
final class SharedGroups {

  static final ImmutableSet<String> SHARED = ImmutableSet.of(EpochWord.GROUP);

  private final TreeMap<String, Shared> shared = new TreeMap<>();

  /** Joins a group for one process of the node. */
  synchronized ClusterEngine.Group join(ClusterEngine engine, String group, EngineListener listener)
      throws EngineException {
    if (!SHARED.contains(group)) {
      return engine.join(group, listener);
    }
    Shared place = shared.get(group);
    if (place == null) {
      place = new Shared(group);
      place.open(engine);
      shared.put(group, place);
    }
    return place.add(listener);
  }

  private synchronized void leave(Shared place, EngineListener listener) {
    if (place.remove(listener)) {
      shared.remove(place.name, place);
      place.close();
    }
  }

  /** Whoever joins from now on makes a new place. */
  private synchronized void forget(Shared place) {
    shared.remove(place.name, place);
  }

  /** The node's one place in a group. */
  private final class Shared implements EngineListener {

    private final String name;
    private final List<EngineListener> listeners = new ArrayList<>();
    private Optional<ClusterEngine.Group> group = Optional.empty();
    private Optional<View> view = Optional.empty();

    Shared(String name) {
      this.name = name;
    }

    void open(ClusterEngine engine) throws EngineException {
      group = Optional.of(engine.join(name, this));
    }

    void close() {
      group.ifPresent(ClusterEngine.Group::close);
    }

    /** One process more, which hears of the present view first. */
    synchronized ClusterEngine.Group add(EngineListener listener) {
      listeners.add(listener);
      view.ifPresent(listener::viewChanged);
      return new ClusterEngine.Group() {
        @Override
        public void multicast(Element message) {
          group.orElseThrow().multicast(message);
        }

        @Override
        public void close() {
          leave(Shared.this, listener);
        }
      };
    }

    /** Whether it was there and the last. */
    synchronized boolean remove(EngineListener listener) {
      return listeners.remove(listener) && listeners.isEmpty();
    }

    @Override
    public synchronized void viewChanged(View changed) {
      view = Optional.of(changed);
      listeners.forEach(listener -> listener.viewChanged(changed));
    }

    @Override
    public synchronized void delivered(NodeName sender, Element message) {
      listeners.forEach(listener -> listener.delivered(sender, message));
    }

    @Override
    public void disconnected(String reason) {
      forget(this);
      take().forEach(listener -> listener.disconnected(reason));
    }

    private synchronized List<EngineListener> take() {
      List<EngineListener> taken = List.copyOf(listeners);
      listeners.clear();
      return taken;
    }
  }
}
