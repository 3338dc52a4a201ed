package io.systole.daemons.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which build of the program runs, and which is installed. The image has a file that was made from
 * the digests of all that it consists of; a process reads it when it starts, so that it can be told
 * later whether the image has been replaced under it.
 */
public final class Builds {

  /** The system property that names the image's folder; {@code bin/systoled} sets it. */
  public static final String IMAGE = "systole.home";

  /** The file in the image. */
  public static final String FILE = "build-id";

  /** What a program without an image calls itself. */
  public static final String DEVELOPMENT = "development";

  /** Read once, when the process begins. */
  private static final String RUNNING = installed();

  private Builds() {}

  /** The image's folder; empty when classes run that are not in an image. */
  public static Optional<Path> image() {
    return Optional.ofNullable(System.getProperty(IMAGE))
        .map(home -> Path.of(home).toAbsolutePath().normalize());
  }

  /** The build that this process runs. */
  public static String running() {
    return RUNNING;
  }

  /** The build that a process started now would run. */
  public static String installed() {
    Optional<Path> file = image().map(image -> image.resolve(FILE));
    if (file.isEmpty()) {
      return DEVELOPMENT;
    }
    try {
      return Files.readString(file.get()).strip();
    } catch (IOException e) {
      // Half of an image is a build of its own: nothing that runs may be mixed with it.
      return "unreadable: " + e.getClass().getSimpleName();
    }
  }
}
