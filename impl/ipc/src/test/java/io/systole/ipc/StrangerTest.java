package io.systole.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user who may not talk, in a process of its own. Only root can play two users. */
@Timeout(60)
class StrangerTest {

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final String NOBODY = "65534";

  /** Says hello as a whole frame and prints what it hears. It knows the JDK alone. */
  private static final String PROGRAM =
      """
      import java.net.*;
      import java.nio.*;
      import java.nio.channels.*;
      void main(String[] arguments) throws Exception {
        byte[] hello = "<hello role='x' version-min='1' version-max='1'/>".getBytes();
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]))) {
          channel.write(
              ByteBuffer.allocate(5 + hello.length)
                  .putInt(1 + hello.length).put((byte) 0).put(hello).flip());
          ByteBuffer heard = ByteBuffer.allocate(10_000);
          try {
            while (channel.read(heard) > 0) {
              System.out.write(heard.array(), 0, heard.position());
              heard.clear();
            }
          } catch (SocketException cutOff) {
            System.out.println("cut off");
          }
        }
        System.out.flush();
      }
      """;

  @TempDir private Path folder;

  @Test
  void isToldWhatToDo() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can be two users");
    assumeTrue(Files.isExecutable(SETPRIV), "setpriv is needed to be another user");
    Path program = folder.resolve("Stranger.java");
    Files.writeString(program, PROGRAM);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EchoServer server = new EchoServer(folder, IpcLimits.DEFAULT)) {
      // The kernel would not let the stranger in; this is about the second door.
      Files.setPosixFilePermissions(server.socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      Process stranger =
          new ProcessBuilder(
                  SETPRIV.toString(),
                  "--reuid=" + NOBODY,
                  "--regid=" + NOBODY,
                  "--clear-groups",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Djava.io.tmpdir=" + folder,
                  program.toString(),
                  server.socket.toString())
              .redirectErrorStream(true)
              .start();
      String heard = new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, stranger.waitFor(), heard);
      assertTrue(heard.contains("permission-denied"), heard);
      assertTrue(heard.contains("run this as root"), heard);
      assertTrue(server.serves());
    }
  }
}
