package io.systole.tools.node;

import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.tools.ClusterClient;
import io.systole.tools.ExitCode;
import io.systole.tools.Image;
import io.systole.tools.ToolException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A node's supervisor as a process of this machine, as this command line starts and stops it. */
final class NodeProcess {

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofMinutes(25);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final NodeConfiguration configuration;

  NodeProcess(NodeConfiguration configuration) {
    this.configuration = configuration;
  }

  String name() {
    return configuration.node().value();
  }

  boolean isRunning() {
    try (ClusterClient client = client()) {
      client.supervisorState();
      return true;
    } catch (ToolException e) {
      return false;
    }
  }

  /** Starts the supervisor in a session of its own and waits until it answers. */
  void start() throws ToolException {
    Path console = configuration.log().resolve("console.log");
    try {
      Files.createDirectories(configuration.log());
      Process process =
          new ProcessBuilder(
                  "setsid",
                  Image.systoled().toString(),
                  "supervisor",
                  "--config",
                  configuration.file().toString())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
              .start();
      awaitAnswer(process, console);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.ERROR,
          "cannot start " + Image.systoled() + ": " + e.getMessage(),
          "Look at the image and at the folder " + configuration.log() + ".");
    }
  }

  /** Stops the node in order and waits until its supervisor has ended. */
  void stop() throws ToolException {
    try (ClusterClient client = client()) {
      long pid = client.supervisorPid();
      client.stopNode();
      var process = ProcessHandle.of(pid);
      if (process.isPresent()) {
        process.get().onExit().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (java.util.concurrent.TimeoutException e) {
      throw new ToolException(
          ExitCode.TIMEOUT,
          name() + " did not stop within " + STOP.toMinutes() + " minutes",
          "See the logs in " + configuration.log() + ".");
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      Thread.currentThread().interrupt();
      throw new ToolException(ExitCode.ERROR, "waiting for " + name() + " was interrupted", "");
    }
  }

  private void awaitAnswer(Process process, Path console) throws ToolException {
    long deadline = System.nanoTime() + START.toNanos();
    try {
      while (!isRunning()) {
        // The launcher may end early; otherwise this is the pause between two looks.
        if (process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new ToolException(
              ExitCode.ERROR,
              name() + " ended at once with status " + process.exitValue(),
              "See " + console + ".");
        }
        if (System.nanoTime() > deadline) {
          throw new ToolException(
              ExitCode.TIMEOUT,
              name() + " does not answer after " + START.toSeconds() + " s",
              "See " + console + ".");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException(ExitCode.ERROR, "waiting for " + name() + " was interrupted", "");
    }
  }

  private ClusterClient client() {
    return new ClusterClient(configuration.run());
  }
}
