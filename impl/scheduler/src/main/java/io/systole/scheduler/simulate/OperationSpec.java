package io.systole.scheduler.simulate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operation and its result as an administrator writes them: {@code
 * RESOURCE_TASK_INTERVAL@NODE=RC}, for example {@code web_monitor_10000@node1=7}.
 */
public record OperationSpec(
    String resource, String task, long intervalMillis, String node, int rc) {

  private static final Pattern FORM =
      Pattern.compile(
          "(.+?)_(migrate_to|migrate_from|reload-agent|[^_@]+)_(\\d{1,12})@([^=]+)=(-?\\d{1,9})");

  /**
   * Reads one.
   *
   * @throws SimulationException if it is not of that form
   */
  public static OperationSpec parse(String text) throws SimulationException {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new SimulationException(
          "'" + text + "' is not an operation and its result",
          "write RESOURCE_TASK_INTERVAL@NODE=RC, for example web_monitor_10000@node1=7");
    }
    return new OperationSpec(
        parts.group(1),
        parts.group(2),
        Long.parseLong(parts.group(3)),
        parts.group(4),
        Integer.parseInt(parts.group(5)));
  }

  boolean matches(String otherResource, String otherTask, long interval, String otherNode) {
    return resource.equals(otherResource)
        && task.equals(otherTask)
        && intervalMillis == interval
        && node.equals(otherNode);
  }
}
