package io.systole.refinement.tlc;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.systole.refinement.tla.Tla;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * A JVM for one specification. TLC keeps static state, names its state folders by the second and
 * unpacks its standard modules into the folder for temporary files, so each run has all of that for
 * itself.
 */
final class Fork implements AutoCloseable {

  private final Path folder;
  private final Process process;

  private Fork(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /**
   * What is to run.
   *
   * @param main a class
   * @param folder where it runs
   * @param libraries where TLC looks for modules besides
   * @param heapMegabytes that it may use
   */
  record Order(
      Class<?> main,
      Path folder,
      ImmutableList<Path> libraries,
      int heapMegabytes,
      ImmutableList<String> arguments) {}

  static Fork start(Order order) throws IOException {
    Path temporary = Files.createTempDirectory("systole-tlc");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx" + order.heapMegabytes() + "m");
    command.add("-Xss16m");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add(
        "-DTLA-Library="
            + order.libraries().stream()
                .map(library -> library.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)));
    command.add("-cp");
    command.add(classPath());
    command.add(order.main().getName());
    order
        .arguments()
        .forEach(argument -> command.add(argument.replace(METADIR, temporary.toString())));
    Process process =
        new ProcessBuilder(command)
            .directory(order.folder().toFile())
            .redirectError(ProcessBuilder.Redirect.to(temporary.resolve("stderr").toFile()))
            .start();
    return new Fork(temporary, process);
  }

  /** Stands for the run's own folder among its arguments. */
  static final String METADIR = "@folder@";

  Process process() {
    return process;
  }

  Path folder() {
    return folder;
  }

  /** What the run has written to its standard error. */
  String errors() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  /** Ends the run, if it has not ended, and takes its folder away. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  /** What TLC and our side of it are loaded from, however this JVM was started. */
  private static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> type :
        ImmutableSet.of(Tla.class, tlc2.TLC.class, ImmutableList.class, NullMarked.class)) {
      try {
        places.add(
            Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException("no place of " + type, e);
      }
    }
    return places.stream().collect(Collectors.joining(File.pathSeparator));
  }
}
