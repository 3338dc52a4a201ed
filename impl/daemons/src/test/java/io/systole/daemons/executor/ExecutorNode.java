package io.systole.daemons.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.agents.ProcessGroups;
import io.systole.daemons.Systoled;
import io.systole.ipc.ClientListener;
import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real executor process in a folder of its own, and a client that plays its controller. */
final class ExecutorNode implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MARK = "SYSTOLE_TEST_EXECUTOR";

  private final Path folder;
  private final String mark = UUID.randomUUID().toString();
  private final BlockingQueue<Element> events = new LinkedBlockingQueue<>();
  private Process process;
  private IpcClient client;
  private int actions;

  private ExecutorNode(Path folder) throws IOException {
    this.folder = folder;
    this.process = launch();
    this.client = connect();
  }

  static ExecutorNode start(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("image"));
    Files.createSymbolicLink(
        folder.resolve("image/agents"), Path.of("../dist/src/agents").toAbsolutePath().normalize());
    Files.writeString(
        folder.resolve("systole.xml"),
        """
        <systole cluster="test" node="node1" state="state" run="run" log="log">
          <engine type="jgroups">
            <member node="node1" id="1" address="127.0.0.1" port="7999"/>
          </engine>
        </systole>
        """);
    return new ExecutorNode(folder);
  }

  /** Kills the process as a crash would, and starts another. */
  void crash() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    client.close();
    events.clear();
    process = launch();
    client = connect();
  }

  /** Takes what a node loses with its power. */
  void losePower() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    int _ = new ProcessGroups().killMarked(MARK, ImmutableSet.of(mark));
    Files.deleteIfExists(folder.resolve("run/agents/run-id"));
    client.close();
    events.clear();
    process = launch();
    client = connect();
  }

  Path agentLog() {
    return folder.resolve("agents.log");
  }

  Path stateOf(String resource) {
    return folder.resolve("run/agents/systole-Dummy-" + resource + ".state");
  }

  /** The lines of {@link #agentLog} without their times. */
  List<String> noted() throws IOException {
    return Files.exists(agentLog())
        ? Files.readAllLines(agentLog()).stream()
            .map(line -> line.replaceFirst("^\\d+ (.*) [0-9.]+$", "$1"))
            .toList()
        : ImmutableList.of();
  }

  Element order(String resource, String operation, long interval, String... parameters) {
    actions++;
    return Element.builder("rsc_op")
        .attribute("operation", operation)
        .attribute("transition-key", actions + ":1:0:test")
        .child(
            Element.of(
                "primitive",
                "id",
                resource,
                "class",
                "ocf",
                "provider",
                "systole",
                "type",
                "Dummy"))
        .child(
            Element.builder("attributes")
                .attribute("CRM_meta_interval", interval)
                .attribute("CRM_meta_timeout", 20_000)
                .attribute("agent_log", agentLog().toString())
                .attributes(parameters)
                .build())
        .build();
  }

  static Element execute(int epoch, Element operation) {
    return Element.builder("execute")
        .attribute("epoch", epoch)
        .attribute("coordinator", "node1")
        .child(operation)
        .build();
  }

  Element ask(Element request) throws IpcException {
    return client.request(request);
  }

  void order(Element operation) throws IpcException {
    assertEquals(Element.of("accepted"), ask(execute(1, operation)));
  }

  /** The next event, as {@code RSC_OPERATION_INTERVAL STATUS:RC}. */
  String next() throws InterruptedException {
    Element event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event within " + PATIENCE);
    }
    return event.attribute("rsc", "")
        + "_"
        + event.attribute("operation", "")
        + "_"
        + event.attribute("interval", "")
        + " "
        + event.attribute("op-status", "")
        + ":"
        + event.attribute("rc-code", "");
  }

  @Override
  public void close() throws IOException {
    client.close();
    process.destroyForcibly();
    int _ = new ProcessGroups().killMarked(MARK, ImmutableSet.of(mark));
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsystole.home=" + folder.resolve("image"),
            "-cp",
            System.getProperty("java.class.path"),
            Systoled.class.getName(),
            "executor",
            "--config",
            folder.resolve("systole.xml").toString());
    builder.environment().put(MARK, mark);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
        .start();
  }

  private IpcClient connect() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        IpcClient connected =
            IpcClient.connect(
                ClientOptions.of(folder.resolve("run/executor.sock"), "test", "test"),
                new Listener());
        Element _ = connected.request(Element.of("subscribe"));
        return connected;
      } catch (IpcException e) {
        if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
          throw new AssertionError(
              "the executor does not answer: " + Files.readString(folder.resolve("out")), e);
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  private final class Listener implements ClientListener {
    @Override
    public void event(Element body) {
      events.add(body);
    }

    @Override
    public void closed(IpcException reason) {
      // A crash is part of the tests.
    }
  }
}
