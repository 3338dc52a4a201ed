package io.systole.daemons.runtime;

import io.systole.kernel.Trace;
import io.systole.kernel.trace.TraceHeader;
import io.systole.kernel.trace.TraceWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a role's machine writes its steps, if the node's configuration wants them. */
final class Traces {

  private Traces() {}

  /**
   * The trace of the machine {@code spec} in the configured folder, a file a process.
   *
   * @throws RoleException if the file can't be made
   */
  static Trace open(RoleContext context, String spec) throws RoleException {
    Optional<Path> folder = context.configuration().trace();
    if (folder.isEmpty()) {
      return Trace.NONE;
    }
    Path file =
        folder.get().resolve(spec + "-" + context.node() + "-" + context.incarnation() + ".ndjson");
    try {
      Files.createDirectories(folder.get());
      BufferedWriter out = Files.newBufferedWriter(file);
      TraceHeader header = TraceHeader.ofProcess(spec, context.build(), context.node());
      return new TraceWriter(header, lines(context, file, out));
    } catch (IOException e) {
      throw RoleException.misconfigured(
          "can't write the trace " + file + ": " + e + "; correct trace in systole.xml", e);
    }
  }

  /** Each line is out before the next step: a trace is wanted most when a process dies. */
  private static Consumer<String> lines(RoleContext context, Path file, BufferedWriter out) {
    return line -> {
      try {
        out.write(line);
        out.newLine();
        out.flush();
      } catch (IOException e) {
        context.fatal(new RoleException("can't write the trace " + file + ": " + e, e));
      }
    };
  }
}
