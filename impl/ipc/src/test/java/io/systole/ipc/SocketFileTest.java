package io.systole.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {

  @TempDir private Path folder;

  @Test
  void thePlaceIsMadeAndLeftClean() throws Exception {
    Path socket = folder.resolve("cib.sock");
    try (SocketFile file = SocketFile.listen(socket, Optional.empty())) {
      assertEquals(socket, file.path());
      assertEquals(
          "rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void whatAKilledProcessLeftIsReplaced() throws Exception {
    Path socket = folder.resolve("cib.sock");
    leaveBehind(socket);
    Files.writeString(folder.resolve("cib.sock.lock"), "an old lock");
    try (EchoServer server = new EchoServer(ServerOptions.of(socket, "cib", "b"))) {
      assertTrue(server.serves());
    }
  }

  @Test
  void whatAKilledProcessLeftIsSwept() throws Exception {
    Path socket = folder.resolve("cib.sock");
    leaveBehind(socket);
    Files.writeString(folder.resolve("cib.sock.lock"), "an old lock");
    assertEquals(OptionalLong.empty(), IpcServer.owner(socket));
    IpcServer.sweep(socket);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aLivingServerHasAnOwnerAndIsNotSwept() throws Exception {
    Path socket = folder.resolve("cib.sock");
    assertEquals(OptionalLong.empty(), IpcServer.owner(socket));
    try (EchoServer server = new EchoServer(ServerOptions.of(socket, "cib", "b"))) {
      assertEquals(OptionalLong.of(ProcessHandle.current().pid()), IpcServer.owner(socket));
      IpcServer.sweep(socket);
      assertTrue(server.serves());
    }
  }

  @Test
  void aLivingServerIsNotReplaced() throws Exception {
    ServerOptions options = ServerOptions.of(folder.resolve("cib.sock"), "cib", "b");
    try (EchoServer first = new EchoServer(options)) {
      IpcException refused = assertThrows(IpcException.class, () -> new EchoServer(options));
      assertEquals(IpcException.Kind.UNUSABLE, refused.kind());
      assertTrue(refused.error().toString().contains("is alive"));
      assertTrue(first.serves());
    }
  }

  @Test
  void aStrangerThatListensIsNotReplaced() throws Exception {
    Path socket = folder.resolve("cib.sock");
    try (var stranger = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stranger.bind(UnixDomainSocketAddress.of(socket));
      assertRefused(socket, "is alive");
    }
    assertFalse(Files.exists(folder.resolve("cib.sock.lock")));
  }

  @Test
  void whatIsNoSocketIsLeftAlone() throws Exception {
    Path socket = folder.resolve("cib.sock");
    Files.writeString(socket, "precious");
    assertRefused(socket, "not a socket");
    assertEquals("precious", Files.readString(socket));
  }

  @Test
  void aLongPathIsNamedWithItsLength() {
    Path longest = folder.resolve("x".repeat(SocketFile.MAX_PATH_BYTES));
    assertRefused(longest, "the most is 106");
  }

  @Test
  void aPathOfTheLongestLengthWorks() throws Exception {
    int rest = SocketFile.MAX_PATH_BYTES - folder.toString().length() - 1;
    try (EchoServer server =
        new EchoServer(ServerOptions.of(folder.resolve("x".repeat(rest)), "cib", "b"))) {
      assertTrue(server.serves());
    }
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertRefused(folder.resolve("no").resolve("cib.sock"), "the folder exists");
  }

  private static void assertRefused(Path socket, String words) {
    IpcException refused =
        assertThrows(IpcException.class, () -> SocketFile.listen(socket, Optional.empty()));
    assertTrue(String.valueOf(refused.getMessage()).contains(words), refused::getMessage);
  }

  /** Closing a listening channel leaves its file, as a killed process does. */
  private static void leaveBehind(Path socket) throws IOException {
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertTrue(Files.exists(socket));
  }
}
