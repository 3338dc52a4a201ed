package io.systole.scheduler.why;

import com.google.common.base.Splitter;
import java.util.List;

/** Says in plain words what the field's short reasons mean. */
final class Words {

  private Words() {}

  /** A reason of an action as a part of a sentence. */
  static String plain(String reason) {
    List<String> parts = Splitter.on(' ').splitToList(reason);
    String about = parts.size() > 2 ? parts.get(1) : "";
    String task = parts.getLast();
    return switch (parts.getFirst()) {
      case "required" -> about.isEmpty() ? reason : before(about, task);
      case "unrunnable" -> (about.isEmpty() ? task : about) + " cannot be " + done(task);
      case "unmigrateable" -> about + " cannot be moved without being " + done(task);
      case "colocation" -> "it must be together with " + task + ", which cannot be started";
      default -> known(reason);
    };
  }

  private static String before(String about, String task) {
    return about + " is " + done(task) + ", and it depends on that";
  }

  private static String known(String reason) {
    return switch (reason) {
      case "node availability" -> "no node can run it";
      case "no quorum" -> "this part of the cluster has no quorum, and no-quorum-policy forbids it";
      case "quorum freeze" ->
          "this part of the cluster has no quorum, and no-quorum-policy freezes what is";
      case "resource definition change" -> "its parameters have changed since it was started";
      case "being multiply active" -> "it is active on more nodes than one";
      default -> reason;
    };
  }

  private static String done(String task) {
    return switch (task) {
      case "start", "running" -> "started";
      case "stop", "stopped" -> "stopped";
      case "promote", "promoted" -> "promoted";
      case "demote", "demoted" -> "demoted";
      case "monitor" -> "probed";
      default -> "done (" + task + ")";
    };
  }

  /** Names in a sentence: {@code a}, {@code a and b}, {@code a, b and c}. */
  static String list(List<String> names) {
    if (names.size() < 2) {
      return String.join("", names);
    }
    return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }
}
