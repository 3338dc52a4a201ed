package io.systole.refinement.graph;

import com.google.common.collect.ImmutableMap;

/** The constants of a model's configuration, by name, as they are written there. */
public record Bounds(ImmutableMap<String, String> constants) {

  /** A constant that is a number. */
  public int number(String name) {
    return Integer.parseInt(text(name));
  }

  /** How many elements a constant has that is a set. */
  public int size(String name) {
    String set = text(name).replaceAll("[{}\\s]", "");
    return set.isEmpty() ? 0 : set.split(",", -1).length;
  }

  /** A constant as it is written. */
  public String text(String name) {
    String value = constants.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the model has no constant " + name);
    }
    return value;
  }
}
