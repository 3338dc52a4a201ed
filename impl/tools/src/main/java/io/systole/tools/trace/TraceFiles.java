package io.systole.tools.trace;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.trace.JsonException;
import io.systole.kernel.trace.TraceMerge;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The traces that a command line names: files, and folders with files that end in {@code .ndjson}.
 *
 * @param files in the order of the names
 */
record TraceFiles(ImmutableList<Path> files) {

  private static final String SUFFIX = ".ndjson";

  static TraceFiles of(List<String> names) throws ToolException {
    if (names.isEmpty()) {
      throw ToolException.usage(
          "FILE is missing", "Name a trace, or a folder with the traces of one run.");
    }
    ImmutableList.Builder<Path> files = ImmutableList.builder();
    for (String name : names) {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        files.addAll(within(path));
      } else {
        files.add(path);
      }
    }
    return new TraceFiles(files.build());
  }

  private static ImmutableList<Path> within(Path folder) throws ToolException {
    try (Stream<Path> all = Files.walk(folder)) {
      ImmutableList<Path> files =
          all.filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
              .sorted()
              .collect(ImmutableList.toImmutableList());
      if (files.isEmpty()) {
        throw new ToolException(
            ExitCode.NO_INPUT,
            folder + " has no file that ends in " + SUFFIX,
            "Nodes write traces where trace=\"FOLDER\" on <systole> says.");
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Each trace's lines. */
  ImmutableList<ImmutableList<String>> read() throws ToolException {
    ImmutableList.Builder<ImmutableList<String>> traces = ImmutableList.builder();
    for (Path file : files) {
      traces.add(lines(file));
    }
    return traces.build();
  }

  private static ImmutableList<String> lines(Path file) throws ToolException {
    try {
      return ImmutableList.copyOf(Files.readAllLines(file));
    } catch (CharacterCodingException e) {
      throw new ToolException(ExitCode.DATA, file + " is not UTF-8", "Name a trace.");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** All traces as one. */
  ImmutableList<String> merged() throws ToolException {
    ImmutableList<ImmutableList<String>> traces = read();
    return traces.size() == 1 ? traces.getFirst() : merge(traces);
  }

  /** All traces as one, without what a process that still runs has not written to its end. */
  ImmutableList<String> soFar() throws ToolException {
    List<ImmutableList<String>> traces = new ArrayList<>();
    for (Path file : files) {
      ImmutableList<String> whole = whole(file);
      if (!whole.isEmpty()) {
        traces.add(whole);
      }
    }
    return merge(traces);
  }

  private static ImmutableList<String> whole(Path file) throws ToolException {
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ImmutableList<String> merge(List<ImmutableList<String>> traces)
      throws ToolException {
    try {
      return TraceMerge.merge(traces);
    } catch (JsonException e) {
      throw new ToolException(
          ExitCode.DATA,
          "a trace can't be read: " + e.getMessage(),
          "Have each file looked at alone by systole trace validate.");
    }
  }

  private static ToolException unreadable(Path path, Exception reason) {
    return new ToolException(
        ExitCode.NO_INPUT, path + " can't be read: " + reason, "Name a trace that is there.");
  }
}
