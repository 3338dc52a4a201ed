package io.systole.cluster.corosync;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.systole.posix.Library;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Waits for file descriptors that are not the JVM's own. One thread waits; any may wake it up. */
final class Poll implements AutoCloseable {

  private static final int POLLFD_BYTES = 8;
  private static final int REVENTS = 6;
  private static final short POLLIN = 1;
  private static final int EFD_CLOEXEC_NONBLOCK = 02000000 | 04000;

  private static final Library LIBC = Library.standard();
  private static final MethodHandle POLL =
      LIBC.function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle EVENTFD =
      LIBC.function("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      LIBC.function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      LIBC.function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE =
      LIBC.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment one = arena.allocate(JAVA_LONG);
  private final MemorySegment counter = arena.allocate(JAVA_LONG);
  private final int wakeup;
  private boolean open = true;

  Poll() throws CorosyncException {
    one.set(JAVA_LONG, 0, 1);
    try {
      wakeup = (int) EVENTFD.invokeExact(0, EFD_CLOEXEC_NONBLOCK);
    } catch (Throwable e) {
      throw Library.broken("eventfd", e);
    }
    if (wakeup < 0) {
      arena.close();
      throw new CorosyncException("this process has no file descriptor left; raise its limit");
    }
  }

  /**
   * Waits until one of {@code fds} is readable or broken, someone wakes it up, or time is over.
   *
   * @param millis -1 is without end
   * @return for each of {@code fds}, whether there is something to do
   */
  boolean[] await(int[] fds, int millis) {
    boolean[] ready = new boolean[fds.length];
    try (Arena call = Arena.ofConfined()) {
      MemorySegment set = call.allocate((fds.length + 1L) * POLLFD_BYTES, Integer.BYTES);
      for (int i = 0; i <= fds.length; i++) {
        set.set(JAVA_INT, (long) i * POLLFD_BYTES, i < fds.length ? fds[i] : wakeup);
        set.set(JAVA_SHORT, (long) i * POLLFD_BYTES + Integer.BYTES, POLLIN);
      }
      if ((int) POLL.invokeExact(set, fds.length + 1L, millis) <= 0) {
        // Time is over, or a signal came: whoever waits looks again.
        return ready;
      }
      for (int i = 0; i < fds.length; i++) {
        ready[i] = set.get(JAVA_SHORT, (long) i * POLLFD_BYTES + REVENTS) != 0;
      }
      if (set.get(JAVA_SHORT, (long) fds.length * POLLFD_BYTES + REVENTS) != 0) {
        long _ = (long) READ.invokeExact(wakeup, counter, (long) Long.BYTES);
      }
      return ready;
    } catch (Throwable e) {
      throw Library.broken("poll", e);
    }
  }

  /** Ends the present wait, or the next one at once. */
  synchronized void wakeUp() {
    if (!open) {
      return;
    }
    try {
      long _ = (long) WRITE.invokeExact(wakeup, one, (long) Long.BYTES);
    } catch (Throwable e) {
      throw Library.broken("write", e);
    }
  }

  @Override
  public synchronized void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      int _ = (int) CLOSE.invokeExact(wakeup);
    } catch (Throwable e) {
      throw Library.broken("close", e);
    }
    arena.close();
  }
}
