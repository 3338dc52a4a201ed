package io.systole.tools;

import java.nio.file.Files;
import java.nio.file.Path;

/** The installed image: where its programs and agents lie. */
public final class Image {

  private static final String HOME = "systole.home";

  private Image() {}

  /**
   * The image's folder, which the launcher tells.
   *
   * @throws IllegalStateException if this JVM was not started by the image's launcher
   */
  public static Path home() {
    String home = System.getProperty(HOME);
    if (home == null || !Files.isDirectory(Path.of(home))) {
      throw new IllegalStateException(
          "the system property " + HOME + " names no folder: start bin/systole of the image");
    }
    return Path.of(home);
  }

  public static Path systoled() {
    return home().resolve("bin/systoled");
  }
}
