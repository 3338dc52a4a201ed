package io.systole.daemons.supervisor;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.Exit;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A process that serves a role: a child of this one, or one that an earlier supervisor started and
 * that is no child of ours.
 */
final class RoleProcess {

  private static final String DUMP = "kill -QUIT $1; kill -CONT $1";
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final ProcessHandle handle;
  private final Optional<Process> child;

  private RoleProcess(ProcessHandle handle, Optional<Process> child) {
    this.handle = handle;
    this.child = child;
  }

  /** Starts a process whose output goes to the end of {@code log}. */
  static RoleProcess launch(ImmutableList<String> command, Path log) throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    ImmutableList.Builder<String> line = ImmutableList.builder();
    if (Files.isExecutable(SETSID)) {
      // A session of its own: an interrupt from the terminal is for the supervisor alone, which
      // then stops the roles in order. The program keeps the id that setsid had.
      line.add(SETSID.toString());
    }
    Process process =
        new ProcessBuilder(line.addAll(command).build())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new RoleProcess(process.toHandle(), Optional.of(process));
  }

  /** A process that runs already; empty if it has ended meanwhile. */
  static Optional<RoleProcess> adopt(long pid) {
    return ProcessHandle.of(pid)
        .map(handle -> new RoleProcess(handle, Optional.empty()))
        .filter(RoleProcess::isAlive);
  }

  long pid() {
    return handle.pid();
  }

  /** Whether the process has not ended. A zombie has, although its parent does not know it yet. */
  boolean isAlive() {
    return handle.isAlive() && !isZombie(handle.pid());
  }

  /** Tells of the end of a child. That of a process that is no child has to be looked for. */
  void onExit(Consumer<RoleEnd> heard) {
    child.ifPresent(process -> {
      var _ = process.onExit().thenAccept(ended -> heard.accept(explain(ended.exitValue())));
    });
  }

  boolean isChild() {
    return child.isPresent();
  }

  /** Asks the process to end. The handle takes care that no other is meant that has its id now. */
  void terminate() {
    boolean _ = handle.destroy();
  }

  void kill() {
    boolean _ = handle.destroyForcibly();
  }

  /** A JVM writes the stacks of its threads at this signal; a stopped one when it goes on. */
  void dumpStacks() throws IOException {
    if (isAlive()) {
      // The JDK has no such signal, and to load a library for it would take longer than this.
      Process kill = new ProcessBuilder("/bin/sh", "-c", DUMP, "sh", Long.toString(pid())).start();
      var _ = kill.onExit().join();
    }
  }

  private static boolean isZombie(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.UTF_8);
      // The name, in parentheses, may have anything in it; the state follows it.
      int end = stat.lastIndexOf(')');
      return end >= 0 && stat.startsWith(" Z", end + 1);
    } catch (IOException e) {
      // It has ended, or this system has no such file and tells by other means.
      return false;
    }
  }

  private static RoleEnd explain(int status) {
    boolean misconfigured = status == Exit.USAGE.status() || status == Exit.CONFIGURATION.status();
    return new RoleEnd(
        status > 128 ? "killed by signal " + (status - 128) : "exit status " + status,
        misconfigured);
  }
}
