package io.systole.daemons.supervisor;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.Builds;
import io.systole.daemons.runtime.NodeConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The command that runs a role. */
@FunctionalInterface
public interface Launcher {

  ImmutableList<String> command(String role, NodeConfiguration configuration);

  /**
   * The image's {@code bin/systoled}, or where there is no image the JVM and the classes that run
   * now.
   *
   * @param main the class to run then
   */
  static Launcher ofThisProgram(Class<?> main) {
    Optional<Path> program =
        Builds.image().map(image -> image.resolve("bin/systoled")).filter(Files::isExecutable);
    return (role, configuration) ->
        ImmutableList.<String>builder()
            .addAll(
                program.isPresent() ? ImmutableList.of(program.get().toString()) : thisJvm(main))
            .add(role, "--config", configuration.file().toString(), "--no-log-file")
            .build();
  }

  private static ImmutableList<String> thisJvm(Class<?> main) {
    ImmutableList.Builder<String> command = ImmutableList.builder();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1", "-Xshare:auto");
    Builds.image().ifPresent(image -> command.add("-D" + Builds.IMAGE + "=" + image));
    command.add("-cp", System.getProperty("java.class.path"), main.getName());
    return command.build();
  }
}
