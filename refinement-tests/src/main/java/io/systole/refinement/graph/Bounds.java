package io.systole.refinement.graph;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Arrays;
import java.util.Comparator;

/** The constants of a model's configuration, by name, as they are written there. */
public record Bounds(ImmutableMap<String, String> constants) {

  /** A constant that is a number. */
  public int number(String name) {
    return Integer.parseInt(text(name));
  }

  /** How many elements a constant has that is a set. */
  public int size(String name) {
    return set(name).size();
  }

  /** The elements of a constant that is a set, without quotation marks. */
  public ImmutableSortedSet<String> set(String name) {
    return Arrays.stream(text(name).replaceAll("[{}\\s\"]", "").split(",", -1))
        .filter(element -> !element.isEmpty())
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
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
