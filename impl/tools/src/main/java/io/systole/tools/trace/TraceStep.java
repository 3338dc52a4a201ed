package io.systole.tools.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.kernel.trace.Canonical;
import io.systole.kernel.trace.Json;
import io.systole.kernel.trace.JsonException;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import java.util.List;
import java.util.Optional;

/**
 * A line of a trace as a person reads it.
 *
 * @param index the line's number
 * @param who node, machine and, after a restart, incarnation; empty for a fault
 * @param action the event's or the fault's name
 * @param cause in words
 * @param awaits the message that led to it
 * @param refused why nothing followed, or empty
 */
record TraceStep(
    String index,
    Who who,
    String action,
    Json args,
    String cause,
    Optional<String> awaits,
    ImmutableList<String> sends,
    Json initial,
    Json state,
    ImmutableList<Json> effects,
    String refused) {

  /** A machine of a node in one life of its process. */
  record Who(String node, String machine, String incarnation) {

    static final Who NOBODY = new Who("", "", "");

    boolean isSomebody() {
      return !node.isEmpty();
    }

    @Override
    public String toString() {
      return node + " " + machine;
    }
  }

  /** The steps and faults of a trace whose form was found good. */
  static ImmutableList<TraceStep> all(List<String> lines) throws ToolException {
    ImmutableList.Builder<TraceStep> steps = ImmutableList.builder();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      try {
        if (Json.parse(line) instanceof Json.Members members) {
          steps.add(of(members));
        }
      } catch (JsonException e) {
        throw new ToolException(
            ExitCode.DATA, "a line is not JSON: " + e.getMessage(), "Run systole trace validate.");
      }
    }
    return steps.build();
  }

  private static TraceStep of(Json.Members line) {
    boolean fault = line.members().containsKey("fault");
    Who who =
        fault
            ? Who.NOBODY
            : new Who(
                text(line.get("node")), text(line.get("machine")), text(line.get("incarnation")));
    Json.Members cause = members(line.get("cause"));
    Optional<String> awaits = Optional.of(text(cause.get("message"))).filter(m -> !m.isEmpty());
    return new TraceStep(
        text(line.get("i")),
        who,
        text(line.get(fault ? "fault" : "action")),
        line.get("args"),
        cause(cause),
        awaits,
        items(line.get("sends")).stream()
            .map(TraceStep::text)
            .collect(ImmutableList.toImmutableList()),
        line.get("initial"),
        line.get("state"),
        items(line.get("effects")),
        text(line.get("refused")));
  }

  private static String cause(Json.Members cause) {
    return switch (text(cause.get("type"))) {
      case "Received" -> "message " + text(cause.get("message"));
      case "Fired" -> "timer " + brief(cause.get("timer"));
      case "Local" -> text(cause.get("what"));
      default -> "";
    };
  }

  boolean isFault() {
    return !who.isSomebody();
  }

  /** The kind of message that the step is about, if its event has one. */
  String messageType() {
    return text(members(members(args).get("message")).get("type"));
  }

  static String brief(Json json) {
    return json instanceof Json.Text(String value) ? value : Canonical.json(json);
  }

  static Json.Members members(Json json) {
    return json instanceof Json.Members members ? members : new Json.Members(ImmutableMap.of());
  }

  private static ImmutableList<Json> items(Json json) {
    return json instanceof Json.Items(ImmutableList<Json> items) ? items : ImmutableList.of();
  }

  static String text(Json json) {
    return switch (json) {
      case Json.Text(String value) -> value;
      case Json.Decimal(String text) -> text;
      case Json.Missing _, Json.Truth _, Json.Items _, Json.Members _ -> "";
    };
  }
}
