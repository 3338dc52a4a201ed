package io.systole.scheduler.state;

import java.util.Locale;
import java.util.Optional;

/** What a resource does on a node, from less to more. */
public enum Role {
  UNKNOWN,
  STOPPED,
  STARTED,
  UNPROMOTED,
  PROMOTED;

  /** Reads a role; the names of before 2.1 are understood. */
  public static Optional<Role> parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "stopped" -> Optional.of(STOPPED);
      case "started" -> Optional.of(STARTED);
      case "unpromoted", "slave" -> Optional.of(UNPROMOTED);
      case "promoted", "master" -> Optional.of(PROMOTED);
      default -> Optional.empty();
    };
  }

  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }

  /** As the field writes it. */
  public String text() {
    return switch (this) {
      case UNKNOWN -> "Unknown";
      case STOPPED -> "Stopped";
      case STARTED -> "Started";
      case UNPROMOTED -> "Unpromoted";
      case PROMOTED -> "Promoted";
    };
  }
}
