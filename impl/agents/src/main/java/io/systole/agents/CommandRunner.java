package io.systole.agents;

import com.google.common.collect.ImmutableList;
import io.systole.agents.CommandResult.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs, each in a session and process group of its own, so that a program and all that it
 * started can be killed as one.
 *
 * <p>A program ends when its first process ends: what it left running in the background is not
 * waited for, even if it keeps the output open. Safe to use from any thread.
 */
public final class CommandRunner {

  /** Makes the program the leader of a new session; its process id is then the group's. */
  private static final String SETSID = "/usr/bin/setsid";

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** What a daemon's own environment must not tell an agent. */
  private static final ImmutableList<String> NOT_INHERITED =
      ImmutableList.of("OCF_", "PCMK_", "HA_", "LC_", "LANG", "NOTIFY_SOCKET", "WATCHDOG_");

  /** How long a killed process may take to be gone before it is no longer waited for. */
  private static final Duration KILL_GRACE = Duration.ofSeconds(5);

  private static final long SHORTEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ProcessGroups groups;

  public CommandRunner(ProcessGroups groups) {
    this.groups = groups;
  }

  /** Starts a command and returns at once; see {@link CommandRun#result}. */
  public CommandRun start(Command command) {
    CommandRun run = new CommandRun(groups);
    Thread.ofVirtual()
        .name("run " + command.argv().getFirst())
        .start(() -> run.ended(carryOut(command, run)));
    return run;
  }

  /** Runs a command to its end. */
  public CommandResult run(Command command) {
    return start(command).result().join();
  }

  private CommandResult carryOut(Command command, CommandRun run) {
    long started = System.nanoTime();
    try {
      Process process = process(command);
      run.started(process);
      return carryOut(command, run, process, started);
    } catch (IOException | RuntimeException e) {
      return notStarted(e, started);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return notStarted(e, started);
    }
  }

  private CommandResult carryOut(Command command, CommandRun run, Process process, long started)
      throws IOException, InterruptedException {
    try (InputStream output = process.getInputStream();
        InputStream errors = process.getErrorStream()) {
      give(process, command.input());
      int kept = command.limits().keptBytes();
      return new Watch(process, started, new Tail(output, kept), new Tail(errors, kept))
          .until(command.limits().timeout(), run);
    } finally {
      if (process.isAlive()) {
        groups.kill(process);
      }
    }
  }

  private static Process process(Command command) throws IOException {
    ImmutableList<String> argv =
        ImmutableList.<String>builder().add(SETSID).addAll(command.argv()).build();
    ProcessBuilder builder = new ProcessBuilder(argv).directory(Path.of("/").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> NOT_INHERITED.stream().anyMatch(name::startsWith));
    environment.put("PATH", PATH);
    environment.put("LC_ALL", "C");
    environment.putAll(command.environment());
    return builder.start();
  }

  /** A program that ends without reading its input is judged by its exit code, not by that. */
  private static void give(Process process, String input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException endedBeforeReading) {
      // Its exit code says whether this was wrong.
    }
  }

  private static CommandResult notStarted(Exception reason, long started) {
    return new CommandResult(
        Ending.NOT_STARTED,
        -1,
        Output.NONE,
        new Output(String.valueOf(reason.getMessage()), 0),
        since(started));
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Waits for one process while keeping its pipes empty, without ever blocking on them. */
  private final class Watch {

    private final Process process;
    private final long started;
    private final Tail output;
    private final Tail errors;

    Watch(Process process, long started, Tail output, Tail errors) {
      this.process = process;
      this.started = started;
      this.output = output;
      this.errors = errors;
    }

    CommandResult until(Duration timeout, CommandRun run) throws IOException, InterruptedException {
      long deadline = started + timeout.toNanos();
      long look = SHORTEST_LOOK_NANOS;
      boolean timedOut = false;
      while (!process.waitFor(look, TimeUnit.NANOSECONDS)) {
        look = drain() ? SHORTEST_LOOK_NANOS : Math.min(2 * look, LONGEST_LOOK_NANOS);
        long left = deadline - System.nanoTime();
        if (!timedOut && left <= 0) {
          timedOut = true;
          groups.kill(process);
        } else if (left < -KILL_GRACE.toNanos()) {
          break;
        }
        look = left > 0 ? Math.min(look, left) : look;
      }
      drain();
      return ended(timedOut, run);
    }

    private boolean drain() throws IOException {
      boolean some = output.drain();
      return errors.drain() || some;
    }

    private CommandResult ended(boolean timedOut, CommandRun run) {
      Ending ending =
          timedOut ? Ending.TIMED_OUT : run.isCancelled() ? Ending.CANCELLED : Ending.EXITED;
      int exitCode = process.isAlive() ? -1 : process.exitValue();
      return new CommandResult(ending, exitCode, output.kept(), errors.kept(), since(started));
    }
  }
}
