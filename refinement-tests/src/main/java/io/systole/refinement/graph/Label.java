package io.systole.refinement.graph;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What happened on an edge: an action of the specification with its parameters.
 *
 * @param arguments the parameters' values by name, as texts of TLA+
 */
public record Label(String action, ImmutableSortedMap<String, String> arguments)
    implements Comparable<Label> {

  /** The parameter of an action that tells which guard decided; "Taken" if none refused. */
  public static final String OUTCOME = "o";

  /** The outcome of the step, or nothing for what the world does. */
  public String outcome() {
    return argument(OUTCOME);
  }

  /** The value of a parameter without quotation marks; empty if there is no such parameter. */
  public String argument(String name) {
    String value = arguments.get(name);
    return value == null ? "" : value.replace("\"", "");
  }

  @Override
  public int compareTo(Label other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return arguments.entrySet().stream()
        .map(Map.Entry::toString)
        .collect(Collectors.joining(", ", action + "(", ")"));
  }
}
