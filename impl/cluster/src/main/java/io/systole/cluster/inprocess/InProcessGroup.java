package io.systole.cluster.inprocess;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineListener;
import io.systole.xml.Element;

/** A simulated process's membership of a group. */
final class InProcessGroup implements ClusterEngine.Group {

  private final InProcessEngine process;
  private final String name;
  private final EngineListener listener;
  private boolean open = true;
  private boolean listening = true;

  /** Something that a listener is to hear. */
  @FunctionalInterface
  interface News {
    void to(EngineListener listener);
  }

  InProcessGroup(InProcessEngine process, String name, EngineListener listener) {
    this.process = process;
    this.name = name;
    this.listener = listener;
  }

  InProcessEngine process() {
    return process;
  }

  String name() {
    return name;
  }

  boolean isOpen() {
    return open;
  }

  /** Puts news into the process's mailbox, unless it is no member any more. */
  void tell(News news) {
    if (open) {
      queue(news);
    }
  }

  private void queue(News news) {
    process
        .mailbox()
        .add(() -> {
          if (listening) {
            news.to(listener);
          }
        });
  }

  @Override
  public void multicast(Element message) {
    if (open) {
      process.node().send(this, message);
    }
  }

  @Override
  public void close() {
    listening = false;
    end();
  }

  /** The node ends the membership; the process hears of it after what it has yet to hear. */
  void drop(String reason) {
    if (open) {
      queue(l -> {
        listening = false;
        l.disconnected(reason);
      });
      end();
    }
  }

  private void end() {
    if (open) {
      open = false;
      process.node().leave(this);
    }
  }
}
