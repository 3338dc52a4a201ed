package io.systole.cluster.corosync;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The lab, which makes nodes of namespaces. It lies beside the project, or where the environment
 * variable {@code SYSTOLE_LAB} says.
 */
final class Lab {

  /** Where the lab runs, always. */
  private static final Path HOME = Path.of("/tmp/lab");

  private static final Path COPIES = HOME.resolve("classpath");

  private static final ImmutableList<String> COMMANDS =
      ImmutableList.of("corosync", "ip", "socat", "tini", "unshare", "nsenter");

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Path script;

  private Lab(Path script) {
    this.script = script;
  }

  /** The lab, if it can be used here; if not, the test is skipped and says loudly why. */
  static Lab find() {
    Path beside = Path.of("..", "..", "..", "shared", "lab");
    Path folder =
        Path.of(Optional.ofNullable(System.getenv("SYSTOLE_LAB")).orElse(beside.toString()));
    Path script = folder.resolve("cluster.sh");
    Optional<String> obstacle = obstacle(script);
    obstacle.ifPresent(why -> {
      System.err.println("SKIPPED, Corosync was not tried: " + why);
      Assumptions.abort(why);
    });
    return new Lab(script.toAbsolutePath());
  }

  private static Optional<String> obstacle(Path script) {
    if (!Files.isExecutable(script)) {
      return Optional.of("there is no lab at " + script + "; set SYSTOLE_LAB to its folder");
    }
    for (String command : COMMANDS) {
      if (!isCommand(command)) {
        return Optional.of(
            "the lab needs the command "
                + command
                + "; install Debian's packages"
                + " corosync, iproute2, socat, tini");
      }
    }
    if (Files.exists(HOME.resolve("run/power.sock"))) {
      return Optional.of("the lab is in use (/tmp/lab/cluster.sh down ends it)");
    }
    try {
      Process tried =
          new ProcessBuilder("unshare", "--net", "--mount", "--pid", "--fork", "true")
              .redirectErrorStream(true)
              .start();
      String output = new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return tried.waitFor() == 0
          ? Optional.empty()
          : Optional.of("this machine lets us make no namespaces: " + output.strip());
    } catch (IOException | InterruptedException e) {
      return Optional.of("this machine lets us make no namespaces: " + e);
    }
  }

  private static boolean isCommand(String name) {
    for (String folder : Splitter.on(':').split(PATH)) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return true;
      }
    }
    return false;
  }

  /** Brings up {@code count} nodes that are off, with a short token. */
  void up(int count, List<String> names) throws IOException {
    run(
        Map.of("LAB_STACK", "corosync", "LAB_TOKEN", "500", "LAB_BOOT_DELAY", "0"),
        "up",
        Integer.toString(count));
    removeCopies();
    for (int i = 1; i <= count; i++) {
      run(Map.of(), "off", "node" + i);
    }
    for (int i = 1; i <= count; i++) {
      Path conf = HOME.resolve("nodes/node" + i + "/etc/corosync/corosync.conf");
      String text = Files.readString(conf);
      for (int n = 1; n <= count; n++) {
        text = text.replace("name: node" + n + "\n", "name: " + names.get(n - 1) + "\n");
      }
      Files.writeString(conf, text);
    }
  }

  void run(String... verb) {
    run(Map.of(), verb);
  }

  private void run(Map<String, String> environment, String... verb) {
    try {
      Path log = Files.createTempFile("lab", ".log");
      ProcessBuilder builder = command(verb);
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      String output = Files.readString(log);
      Files.delete(log);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(
            "the lab failed to " + String.join(" ", verb) + ": " + output);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the lab, whose own status says nothing here; a lab that is still there does. */
  void down() {
    try {
      Process ended =
          command("down").redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
      int _ = ended.waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Files.exists(HOME.resolve("run/power.sock"))) {
      throw new IllegalStateException("the lab is still up");
    }
  }

  /** Starts this JVM's class path in a node. */
  Process startJava(String node, String main, String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("exec", node));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    words.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", classPath(), main));
    words.addAll(List.of(arguments));
    return command(words.toArray(String[]::new)).redirectError(Redirect.INHERIT).start();
  }

  /**
   * This JVM's class path as the nodes can read it. They have a /tmp of their own; of ours they see
   * the lab's folder alone, so that what lies elsewhere in /tmp is copied there.
   */
  private static String classPath() throws IOException {
    List<String> seen = new ArrayList<>();
    for (String entry :
        Splitter.on(File.pathSeparatorChar).split(System.getProperty("java.class.path"))) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      boolean hidden = path.startsWith("/tmp") && !path.startsWith(HOME) && Files.exists(path);
      seen.add((hidden ? copied(path) : path).toString());
    }
    return String.join(File.pathSeparator, seen);
  }

  /** An earlier run's copies are of an earlier build. */
  private static void removeCopies() throws IOException {
    if (Files.exists(COPIES)) {
      try (Stream<Path> files = Files.walk(COPIES)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static Path copied(Path original) throws IOException {
    Path copy = COPIES.resolve(Path.of("/").relativize(original));
    if (!Files.exists(copy)) {
      try (Stream<Path> files = Files.walk(original)) {
        for (Path file : files.toList()) {
          Path target = copy.resolve(original.relativize(file).toString());
          Files.createDirectories(file.equals(original) ? copy.getParent() : target.getParent());
          if (!Files.isDirectory(file)) {
            Files.copy(file, file.equals(original) ? copy : target);
          }
        }
      }
    }
    return copy;
  }

  private ProcessBuilder command(String... verb) {
    List<String> words = new ArrayList<>(List.of(script.toString()));
    words.addAll(List.of(verb));
    ProcessBuilder builder = new ProcessBuilder(words);
    // The lab calls the system's commands; others of the same names on our path are none of them.
    builder.environment().put("PATH", PATH);
    return builder;
  }
}
