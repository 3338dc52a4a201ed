package io.systole.cib.store;

import java.util.Optional;

/** What came of an attempt to save. */
public sealed interface SaveResult {

  /**
   * It is on stable storage, under a new generation.
   *
   * @param warning what went wrong afterwards with older generations
   */
  record Saved(long generation, Optional<String> warning) implements SaveResult {}

  /**
   * It is not on stable storage; what was there before still is.
   *
   * @param reason names the folder and the cause
   */
  record Failed(String reason, String remedy) implements SaveResult {}
}
