package io.systole.daemons;

import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.xml.Element;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A node of dummy roles in a folder of its own, with real processes. */
final class TestNode implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Path folder;
  private final List<Process> supervisors = new ArrayList<>();

  TestNode(Path folder, String supervision) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("image"));
    installBuild("build-1");
    Files.writeString(
        folder.resolve("systole.xml"),
        """
        <systole cluster="test" node="node1" state="state" run="run" log="log">
          <engine type="jgroups" expected-votes="1">
            <member node="node1" id="1" address="127.0.0.1" port="7801"/>
          </engine>
          <supervision ping-interval="100ms" stop-timeout="20s" %SUPERVISION%/>
        </systole>
        """
            .replace("%SUPERVISION%", supervision));
  }

  /** What the image says it is from now on. */
  void installBuild(String build) throws IOException {
    Files.writeString(folder.resolve("image").resolve("build-id"), build + "\n");
  }

  /** Changes what processes that start from now on read. */
  void reconfigure(String what, String replacement) throws IOException {
    Path file = folder.resolve("systole.xml");
    Files.writeString(file, Files.readString(file).replace(what, replacement));
  }

  /** Starts {@code systoled ROLE} of the dummies. */
  Process start(String role) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dsystole.home=" + folder.resolve("image"),
                "-cp",
                System.getProperty("java.class.path"),
                DummyDaemon.class.getName(),
                role,
                "--config",
                folder.resolve("systole.xml").toString())
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "console"))
            .start();
    supervisors.add(process);
    return process;
  }

  /** Starts a supervisor and waits until all roles run. */
  Process startAll() throws Exception {
    Process process = start("supervisor");
    awaitState(TestNode::allRun);
    return process;
  }

  static boolean allRun(Element state) {
    return state.attribute("phase", "").equals("up")
        && state.children().stream()
            .allMatch(role -> role.attribute("phase", "").equals("running"));
  }

  /** Waits for a state of the supervisor that is as wanted. */
  Element awaitState(Predicate<Element> wanted) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    Element last = Element.of("never-answered");
    while (System.nanoTime() < end) {
      try (IpcClient client = client("supervisor")) {
        while (System.nanoTime() < end) {
          last = client.request(Element.of("supervisor-state"));
          if (wanted.test(last)) {
            return last;
          }
          pause();
        }
      } catch (IpcException e) {
        pause();
      }
    }
    throw new TimeoutException("last was " + last + logs());
  }

  static long pid(Element state, String role) {
    return state.children().stream()
        .filter(child -> child.attribute("name", "").equals(role))
        .mapToLong(child -> Long.parseLong(child.attribute("pid", "")))
        .findFirst()
        .orElseThrow();
  }

  static int restarts(Element state, String role) {
    return state.children().stream()
        .filter(child -> child.attribute("name", "").equals(role))
        .mapToInt(child -> Integer.parseInt(child.attribute("restarts", "")))
        .findFirst()
        .orElseThrow();
  }

  IpcClient client(String role) throws IpcException {
    return IpcClient.connect(
        ClientOptions.of(folder.resolve("run").resolve(role + ".sock"), "test", "test"));
  }

  static void signal(long pid, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    if (kill.waitFor() != 0) {
      throw new IOException("no process " + pid + " takes " + name);
    }
  }

  static int awaitExit(Process process) throws Exception {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException("process " + process.pid() + " did not end");
    }
    return process.exitValue();
  }

  String log(String role) throws IOException {
    return Files.readString(folder.resolve("log").resolve(role + ".log"), StandardCharsets.UTF_8);
  }

  /** What lies in the run folder. */
  List<String> left() throws IOException {
    try (var files = Files.list(folder.resolve("run"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The processes of this node that are alive, whoever started them. */
  List<ProcessHandle> processes() {
    String config = folder.resolve("systole.xml").toString();
    return ProcessHandle.allProcesses()
        .filter(process -> isOurs(process, config))
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private static boolean isOurs(ProcessHandle process, String config) {
    try {
      Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      // A zombie's is empty.
      return Files.readString(line, StandardCharsets.ISO_8859_1).contains(config);
    } catch (IOException e) {
      return false;
    }
  }

  private String logs() {
    StringBuilder all = new StringBuilder();
    for (String role : List.of("supervisor", "alpha", "beta", "controller")) {
      try {
        all.append("\n--- ").append(role).append('\n').append(log(role));
      } catch (IOException e) {
        all.append("no log");
      }
    }
    return all.toString();
  }

  private static void pause() {
    LockSupport.parkNanos(LOOK.toNanos());
  }

  /** Whatever a test left alive ends here. */
  @Override
  public void close() {
    for (Process supervisor : supervisors) {
      var _ = supervisor.destroyForcibly().onExit().join();
    }
    for (ProcessHandle process : processes()) {
      process.destroyForcibly();
    }
  }
}
