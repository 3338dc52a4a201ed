package io.systole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a command leaves behind in its process. */
@Timeout(60)
final class ConnectionsTest {

  @TempDir private Path folder = Path.of("unset");

  @Test
  @DisplayName("a command's connections end with it, so that nothing keeps its process")
  void connectionsEnd() throws Exception {
    try (LoneNode node = LoneNode.start(folder)) {
      Invocation.Answer answer = node.systole("cib", "log");
      assertEquals(ExitCode.OK, answer.code(), answer::text);
      assertFalse(readers("test").isEmpty(), "the node's own client reads on a thread of its own");
      for (Thread reader : readers("tool")) {
        assertTrue(reader.join(Duration.ofSeconds(10)), () -> reader + " still reads");
      }
    }
  }

  /**
   * Those of the connections of clients that say they are {@code role}. A virtual thread is not
   * among them: the JVM waits for those in a thread that nobody can end.
   */
  private static List<Thread> readers(String role) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("ipc-client-" + role))
        .toList();
  }
}
