package io.systole.daemons.runtime;

import java.nio.file.Path;

/** A node's configuration that can't be used, with the place, the reason and what is allowed. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param line in the file, from 1; 0 if it is about the file as a whole
   */
  public ConfigurationException(Path file, int line, String reason) {
    super(line == 0 ? file + ": " + reason : file + ":" + line + ": " + reason);
  }
}
