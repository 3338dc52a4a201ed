package io.systole.daemons.supervisor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.systole.posix.Library;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The service manager that started this process, told how it does by datagrams (see sd_notify(3)).
 * The JDK has no Unix domain sockets for datagrams, so the C library is asked.
 */
final class ServiceManager {

  /** All roles run. */
  static final String READY = "READY=1";

  /** The supervisor's loop turns. */
  static final String ALIVE = "WATCHDOG=1";

  static final String STOPPING = "STOPPING=1";

  private static final String VARIABLE = "NOTIFY_SOCKET";
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** {@code sun_path} of {@code struct sockaddr_un}, after the family's two bytes. */
  private static final int MOST_PATH = 108;

  private static final Library LIBC = Library.standard();

  private final byte[] address;
  private final MethodHandle socket;
  private final MethodHandle sendto;
  private final MethodHandle close;

  private ServiceManager(byte[] address) {
    this.address = address;
    this.socket =
        LIBC.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    this.sendto =
        LIBC.function(
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    this.close = LIBC.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  /**
   * The one that a process's environment names, if there is one.
   *
   * @throws IOException if it names a socket that can't be
   */
  static Optional<ServiceManager> of(Map<String, String> environment) throws IOException {
    String name = environment.getOrDefault(VARIABLE, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    byte[] path = name.getBytes(StandardCharsets.UTF_8);
    if ((path[0] != '/' && path[0] != '@') || path.length > MOST_PATH) {
      throw new IOException(
          VARIABLE + " is '" + name + "', which is no path of a socket; let systemd set it");
    }
    if (path[0] == '@') {
      // The abstract namespace is written so, and meant by a zero.
      path[0] = 0;
    }
    return Optional.of(new ServiceManager(path));
  }

  /**
   * Tells it something.
   *
   * @throws IOException if it does not listen
   */
  void tell(String word) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(JAVA_SHORT.byteSize() + address.length, 2);
      to.set(JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(address, 0, to, JAVA_BYTE, JAVA_SHORT.byteSize(), address.length);
      byte[] said = word.getBytes(StandardCharsets.UTF_8);
      send(arena.allocateFrom(JAVA_BYTE, said), to);
    }
  }

  private void send(MemorySegment said, MemorySegment to) throws IOException {
    int descriptor = (int) called(() -> (int) socket.invoke(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (descriptor < 0) {
      throw new IOException("no socket for the service manager; free some descriptors");
    }
    int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
    int length = (int) to.byteSize();
    long sent =
        called(() -> (long) sendto.invoke(descriptor, said, said.byteSize(), flags, to, length));
    called(() -> (int) close.invoke(descriptor));
    if (sent != said.byteSize()) {
      throw new IOException("the service manager does not listen at its " + VARIABLE);
    }
  }

  /** A call of the C library. */
  @FunctionalInterface
  private interface Call {
    long call() throws Throwable;
  }

  private static long called(Call call) {
    try {
      return call.call();
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the C library was called wrongly", e);
    }
  }
}
