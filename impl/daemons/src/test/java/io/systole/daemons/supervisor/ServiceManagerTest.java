package io.systole.daemons.supervisor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Datagrams to a real socket, as a service manager would receive them. */
@Timeout(30)
class ServiceManagerTest {

  @TempDir private Path folder;

  @Test
  void itHearsWhatItIsTold() throws Throwable {
    Path socket = folder.resolve("notify");
    try (Listener listener = new Listener(socket.toString())) {
      ServiceManager manager = manager(socket.toString()).orElseThrow();
      manager.tell(ServiceManager.READY);
      manager.tell(ServiceManager.ALIVE);
      assertEquals("READY=1", listener.hear());
      assertEquals("WATCHDOG=1", listener.hear());
    }
  }

  @Test
  void itMayListenWhereThereIsNoFile() throws Throwable {
    String name = "systole-test-" + ProcessHandle.current().pid();
    try (Listener listener = new Listener("\0" + name)) {
      manager("@" + name).orElseThrow().tell(ServiceManager.STOPPING);
      assertEquals("STOPPING=1", listener.hear());
    }
  }

  @Test
  void whereThereIsNoneNobodyIsTold() throws IOException {
    assertTrue(ServiceManager.of(Map.of()).isEmpty());
  }

  @Test
  void aSocketThatIsNoneIsNamed() {
    IOException relative = assertThrows(IOException.class, () -> manager("notify"));
    assertTrue(String.valueOf(relative.getMessage()).contains("'notify'"));
    assertThrows(IOException.class, () -> manager("/" + "x".repeat(200)));
    Path nobody = folder.resolve("nobody");
    assertThrows(IOException.class, () -> manager(nobody.toString()).orElseThrow().tell("READY=1"));
  }

  private static Optional<ServiceManager> manager(String socket) throws IOException {
    return ServiceManager.of(Map.of("NOTIFY_SOCKET", socket));
  }

  /** The other end. */
  private static final class Listener implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();
    private final int descriptor;

    Listener(String path) throws Throwable {
      byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
      MemorySegment address = arena.allocate(2L + bytes.length, 2);
      address.set(JAVA_SHORT, 0, (short) 1);
      MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
      FunctionDescriptor three = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
      descriptor = (int) function("socket", three).invoke(1, 2, 0);
      int bound =
          (int)
              function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT))
                  .invoke(descriptor, address, (int) address.byteSize());
      assertEquals(0, bound);
    }

    String hear() throws Throwable {
      MemorySegment said = arena.allocate(100);
      long length =
          (long)
              function(
                      "recv",
                      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT))
                  .invoke(descriptor, said, said.byteSize(), 0);
      return new String(said.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("restricted") // the test's JVM is allowed to
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    @Override
    public void close() throws IOException {
      try {
        FunctionDescriptor one = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
        assertEquals(0, (int) function("close", one).invoke(descriptor));
      } catch (Throwable e) {
        throw new IOException(e);
      }
      arena.close();
    }
  }
}
