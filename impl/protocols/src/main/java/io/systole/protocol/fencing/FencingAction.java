package io.systole.protocol.fencing;

import java.util.Locale;
import java.util.Optional;

/** What is to be done to a node. */
public enum FencingAction {
  /** Cut power or whatever else keeps the node from doing harm. */
  OFF,
  /** Allow the node to work again, also called unfencing. */
  ON,
  /** Off, then on if that can be done. The node is safe once it has been off. */
  REBOOT;

  /** The word in requests, messages and histories. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<FencingAction> ofWord(String word) {
    for (FencingAction action : values()) {
      if (action.word().equals(word)) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the target may execute this on itself. Not where it would stop itself: it could not
   * tell anybody that it has succeeded.
   */
  public boolean byTargetItself() {
    return this == ON;
  }
}
