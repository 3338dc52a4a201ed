package io.systole.cluster.jgroups;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent. Whoever adds to it on the engine's own thread is never held up, for that
 * thread has to go on for anything to be sent; all others wait while too much is in it.
 */
final class Outbox {

  /** From this on others wait. */
  static final int MUCH = 2_000;

  /** With more the node can't follow its cluster any more. */
  static final int MOST = 50_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Letter> letters = new ArrayDeque<>();
  private int held;
  private boolean open = true;

  /** Bytes for one node, or for all if {@code to} is null. */
  static final class Letter {

    private final @Nullable Address to;
    private final byte[] bytes;

    private Letter(@Nullable Address to, byte[] bytes) {
      this.to = to;
      this.bytes = bytes;
    }

    @Nullable Address to() {
      return to;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /** Adds a letter, and tells whether there was room for it. */
  boolean add(@Nullable Address to, byte[] bytes) {
    lock.lock();
    try {
      if (letters.size() >= MOST) {
        return false;
      }
      letters.add(new Letter(to, bytes));
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Tells how much more waits for a view to be complete, to be sent then. */
  void hold(int messages) {
    lock.lock();
    try {
      held = messages;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits while there is too much to send. */
  void awaitRoom() {
    lock.lock();
    try {
      while (open && letters.size() + held >= MUCH) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The next letter, or null once the outbox is closed. */
  @Nullable Letter take() {
    lock.lock();
    try {
      while (open && letters.isEmpty()) {
        changed.awaitUninterruptibly();
      }
      changed.signalAll();
      return open ? letters.poll() : null;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting. */
  void close() {
    lock.lock();
    try {
      open = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
