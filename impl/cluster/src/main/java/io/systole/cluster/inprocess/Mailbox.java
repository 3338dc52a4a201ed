package io.systole.cluster.inprocess;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** What a node or a process has yet to do; kept while it is paused, forgotten when it is gone. */
final class Mailbox {

  private final VirtualTime time;
  private final BooleanSupplier running;
  private final Deque<Runnable> letters = new ArrayDeque<>();
  private boolean gone;

  Mailbox(VirtualTime time, BooleanSupplier running) {
    this.time = time;
    this.running = running;
  }

  void add(Runnable letter) {
    if (!gone) {
      letters.add(letter);
      time.after(Duration.ZERO, this::takeOne);
    }
  }

  /** Goes on after a pause. */
  void resume() {
    for (int i = 0; i < letters.size(); i++) {
      time.after(Duration.ZERO, this::takeOne);
    }
  }

  void discard() {
    gone = true;
    letters.clear();
  }

  private void takeOne() {
    if (running.getAsBoolean()) {
      Runnable letter = letters.poll();
      if (letter != null) {
        letter.run();
      }
    }
  }
}
