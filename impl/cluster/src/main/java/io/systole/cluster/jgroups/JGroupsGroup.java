package io.systole.cluster.jgroups;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineListener;
import io.systole.xml.Element;
import java.util.function.Consumer;

/** A membership of a group, of which at most one a node and group is open. */
final class JGroupsGroup implements ClusterEngine.Group {

  private final JGroupsEngine engine;
  private final String name;
  private final EngineListener listener;
  private volatile boolean open = true;

  JGroupsGroup(JGroupsEngine engine, String name, EngineListener listener) {
    this.engine = engine;
    this.name = name;
    this.listener = listener;
  }

  String name() {
    return name;
  }

  @Override
  public void multicast(Element message) {
    if (open) {
      engine.send(name, message);
    }
  }

  @Override
  public void close() {
    mute();
    engine.leave(this);
  }

  void tell(Consumer<EngineListener> news) {
    if (open) {
      news.accept(listener);
    }
  }

  void end(String reason) {
    if (open) {
      open = false;
      listener.disconnected(reason);
    }
  }

  /** From now on the listener hears nothing. */
  void mute() {
    open = false;
  }
}
