package io.systole.cluster.corosync;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds up who sends while too much waits to be sent. */
final class Room {

  /** With more on its way, senders wait. */
  static final int MUCH = 2_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int entered;
  private int held;
  private boolean waiting = true;

  /** Waits while there is too much, then counts one more. */
  void enter() {
    lock.lock();
    try {
      while (waiting && entered + held >= MUCH) {
        changed.awaitUninterruptibly();
      }
      entered++;
    } finally {
      lock.unlock();
    }
  }

  /** Counts one more, of a sender that must not wait. */
  void enterAtOnce() {
    lock.lock();
    try {
      entered++;
    } finally {
      lock.unlock();
    }
  }

  /** One that had entered is seen to from here on. */
  void left() {
    lock.lock();
    try {
      entered--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells how many are held by who sees to them. */
  void hold(int messages) {
    lock.lock();
    try {
      if (held != messages) {
        held = messages;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting. */
  void open() {
    lock.lock();
    try {
      waiting = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
