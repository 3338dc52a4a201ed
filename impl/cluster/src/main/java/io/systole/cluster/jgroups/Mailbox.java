package io.systole.cluster.jgroups;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has to do, in order. Messages from the network are limited in number, so that who
 * sends faster than this node can follow is held up; what the node says to itself never waits,
 * since it could wait for itself.
 */
final class Mailbox {

  private static final int MOST_MESSAGES = 10_000;

  private final BlockingQueue<Runnable> letters = new LinkedBlockingQueue<>();
  private final Deque<Runnable> own = new ArrayDeque<>();
  private final Semaphore room = new Semaphore(MOST_MESSAGES);
  private volatile @Nullable Thread reader;

  /** The thread that calls {@link #next}. */
  void readBy(Thread thread) {
    reader = thread;
  }

  boolean isReader() {
    return Thread.currentThread().equals(reader);
  }

  /** Adds something that must not be held up. */
  void add(Runnable letter) {
    if (isReader()) {
      own.add(letter);
    } else {
      letters.add(letter);
    }
  }

  /** Adds a message, once there is room. */
  void addMessage(Runnable letter) {
    room.acquireUninterruptibly();
    letters.add(() -> {
      room.release();
      letter.run();
    });
  }

  /** Lets everybody in who waits, since nothing is read any more. */
  void open() {
    room.release(MOST_MESSAGES);
  }

  /** The next thing to do, or null if there is none within {@code wait}. */
  @Nullable Runnable next(Duration wait) throws InterruptedException {
    Runnable first = own.poll();
    return first != null ? first : letters.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
  }
}
