package io.systole.refinement.graph;

import com.google.common.collect.ImmutableList;
import io.systole.refinement.tla.Tla;
import java.util.Map;

/**
 * Machines of the code, put together over the specification's network: the same system as the
 * specification's, made of the code that runs in production.
 *
 * @param <W> one state of the whole, a value with {@code equals}
 */
public interface Composition<W> {

  /** Where the system begins. */
  W initial();

  /** Tells each step that may be taken in {@code world}. */
  void moves(W world, Moves<W> moves);

  /** The value of each of the specification's variables in {@code world}. */
  Map<String, Tla> variables(W world);

  /** Who hears of each step. */
  @FunctionalInterface
  interface Moves<W> {

    /**
     * One step.
     *
     * @param arguments of the action, by the names of its parameters
     */
    void may(String action, Map<String, Tla> arguments, W next);
  }

  /** The arguments of an action: a name, its value, and so on. */
  static Map<String, Tla> arguments(Object... namesAndValues) {
    Map<String, Tla> arguments = new java.util.TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      arguments.put((String) namesAndValues[i], (Tla) namesAndValues[i + 1]);
    }
    return arguments;
  }

  /** The variables' names, sorted. */
  default ImmutableList<String> names() {
    return ImmutableList.sortedCopyOf(variables(initial()).keySet());
  }
}
