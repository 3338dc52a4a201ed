package io.systole.ipc;

import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What waits to be written to one peer, in order. A message with a key takes the place of an older
 * one with that key, at the end, so that nobody hears newer news before older.
 */
final class Outbox {

  private final int maxQueued;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Object, Message> waiting = new LinkedHashMap<>();
  private int keyless;
  private boolean ended;

  /**
   * A message on its way out.
   *
   * @param written called when it has been written, and not if it never is
   */
  record Message(Element content, Runnable written) {}

  /** What became of an offered message. */
  enum Offer {
    TAKEN,
    FULL,
    ENDED
  }

  Outbox(int maxQueued) {
    this.maxQueued = maxQueued;
  }

  Offer offer(Message message) {
    lock.lock();
    try {
      if (ended) {
        return Offer.ENDED;
      }
      if (keyless >= maxQueued) {
        return Offer.FULL;
      }
      keyless++;
      waiting.put(message, message);
      changed.signal();
      return Offer.TAKEN;
    } finally {
      lock.unlock();
    }
  }

  /** Never full: there is at most one message a key. */
  void offerLatest(String key, Message message) {
    lock.lock();
    try {
      if (!ended) {
        waiting.remove(key);
        waiting.put(key, message);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Never full: of a family there waits one change, or the newest whole for each key. */
  void offerChange(String key, String family, Message change, Supplier<Message> whole) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      boolean waits =
          waiting.keySet().stream().anyMatch(k -> k instanceof String s && s.startsWith(family));
      waiting.remove(key);
      waiting.put(key, waits ? whole.get() : change);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Lets what waits go out, and takes nothing more. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits, sends {@code last} and takes nothing more. */
  void endWith(Message last) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        waiting.clear();
        waiting.put(last, last);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for messages; empty when the outbox has ended and all was taken. */
  List<Message> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !ended) {
        changed.await();
      }
      List<Message> taken = new ArrayList<>(waiting.values());
      waiting.clear();
      keyless = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
