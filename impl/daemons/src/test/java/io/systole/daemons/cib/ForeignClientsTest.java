package io.systole.daemons.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.systole.cib.store.DiskFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clients of {@code docs/clients}, which use nothing of ours, talk to a CIB manager. */
@Timeout(60)
final class ForeignClientsTest {

  private static final Path CLIENTS = Path.of("../../docs/clients");

  @TempDir private Path folder;
  private CibNode node;

  private record Ended(int status, String out, String err) {}

  @BeforeEach
  void start() throws Exception {
    node =
        CibNode.start(
            "n1",
            new CibRole(_ -> DiskFiles.in(Files.createDirectories(folder.resolve("cib")))),
            new LocalGroup(1),
            folder);
    while (node.ask("<state/>").attribute("replicas").isEmpty()) {
      Thread.onSpinWait();
    }
    node.synchronise(1);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aShellAsksAndChanges() throws Exception {
    assumeTrue(isThere("socat"), "SKIPPED: socat is not installed");
    Ended changed =
        run(
            "ask.sh",
            "<change><create section='nodes'><node id='1' uname='n1'/></create></change>");
    assertEquals("", changed.err());
    assertEquals(
        "<reply id=\"1\" status=\"ok\"><changed version=\"0.1.0\"/></reply>\n", changed.out());
    assertEquals(0, changed.status());
    assertTrue(run("ask.sh", "<query section='nodes'/>").out().contains("uname=\"n1\""));
    Ended refused = run("ask.sh", "<query section='nowhere'/>");
    assertEquals(1, refused.status());
    assertTrue(refused.out().contains("code=\"bad-request\""), refused.out());
  }

  @Test
  void pythonAsksChangesAndHearsOfChanges() throws Exception {
    assumeTrue(isThere("python3"), "SKIPPED: python3 is not installed");
    Process hearer = begin("ask.py", "<subscribe/>", "3");
    var heard = hearer.inputReader(StandardCharsets.UTF_8);
    assertTrue(heard.readLine().startsWith("<cib "));
    assertTrue(heard.readLine().startsWith("<cib-state "));
    Ended changed =
        run(
            "ask.py",
            "<change><create section='nodes'><node id='1' uname='n1'/></create></change>");
    assertEquals("<changed version=\"0.1.0\" />\n", changed.out(), changed.err());
    assertTrue(heard.readLine().startsWith("<cib-changed version=\"0.1.0\""));
    assertTrue(heard.readLine().startsWith("<cib-state "));
    assertEquals(0, end(hearer).status());
    Ended refused = run("ask.py", "<query section='nowhere'/>");
    assertEquals(1, refused.status());
    assertTrue(refused.err().contains("bad-request"), refused.err());
  }

  private Ended run(String client, String... args) throws Exception {
    return end(begin(client, args));
  }

  private Process begin(String client, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(CLIENTS.resolve(client).toAbsolutePath().toString());
    command.add(node.socket().toString());
    command.addAll(Arrays.asList(args));
    return new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
  }

  private Ended end(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return new Ended(process.exitValue(), out, Files.readString(folder.resolve("err")));
  }

  private static boolean isThere(String program) {
    return Arrays.stream(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
