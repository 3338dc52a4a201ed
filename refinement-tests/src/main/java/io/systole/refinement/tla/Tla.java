package io.systole.refinement.tla;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value of TLA+ in a normal form: equal values are equal objects and have equal texts, which are
 * TLA+ expressions. A record is a function on strings and a tuple one on {@code 1..n}, as in TLA+
 * itself.
 */
public sealed interface Tla extends Comparable<Tla> {

  record Num(long value) implements Tla {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  record Text(String value) implements Tla {
    @Override
    public String toString() {
      return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
  }

  record Truth(boolean value) implements Tla {
    @Override
    public String toString() {
      return value ? "TRUE" : "FALSE";
    }
  }

  /** A set. Its text is made once, since states are compared by their texts. */
  final class Elements implements Tla {

    private final ImmutableSortedSet<Tla> elements;
    private final String text;

    private Elements(ImmutableSortedSet<Tla> elements) {
      this.elements = elements;
      this.text = elements.stream().map(Tla::toString).collect(Collectors.joining(", ", "{", "}"));
    }

    public ImmutableSortedSet<Tla> elements() {
      return elements;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Elements that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A function, which may be a tuple or a record. */
  final class Function implements Tla {

    private final ImmutableSortedMap<Tla, Tla> pairs;
    private final String text;

    private Function(ImmutableSortedMap<Tla, Tla> pairs) {
      this.pairs = pairs;
      this.text = text(pairs);
    }

    public ImmutableSortedMap<Tla, Tla> pairs() {
      return pairs;
    }

    /** The value at a key of a record. */
    public Tla get(String name) {
      Tla value = pairs.get(new Text(name));
      if (value == null) {
        throw new IllegalArgumentException(this + " has no field " + name);
      }
      return value;
    }

    /** The record with another value of a field. */
    public Function with(String name, Tla value) {
      TreeMap<Tla, Tla> changed = new TreeMap<>(pairs);
      changed.put(new Text(name), value);
      return new Function(ImmutableSortedMap.copyOfSorted(changed));
    }

    /** Whether a record has a field. */
    public boolean has(String name) {
      return pairs.containsKey(new Text(name));
    }

    /** Whether the keys are {@code 1..n}; the empty function is a tuple. */
    public boolean isTuple() {
      return text.startsWith("<<");
    }

    private static String text(ImmutableSortedMap<Tla, Tla> pairs) {
      if (counts(pairs.keySet())) {
        return pairs.values().stream()
            .map(Tla::toString)
            .collect(Collectors.joining(", ", "<<", ">>"));
      }
      if (pairs.keySet().stream().allMatch(Text.class::isInstance)) {
        return pairs.entrySet().stream()
            .map(pair -> ((Text) pair.getKey()).value() + " |-> " + pair.getValue())
            .collect(Collectors.joining(", ", "[", "]"));
      }
      return pairs.entrySet().stream()
          .map(pair -> pair.getKey() + " :> " + pair.getValue())
          .collect(Collectors.joining(" @@ ", "(", ")"));
    }

    private static boolean counts(Iterable<Tla> keys) {
      long next = 1;
      for (Tla key : keys) {
        if (!(key instanceof Num(long number)) || number != next++) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Function that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static Tla of(long value) {
    return new Num(value);
  }

  static Tla of(String value) {
    return new Text(value);
  }

  static Tla of(boolean value) {
    return new Truth(value);
  }

  static Tla set(Iterable<? extends Tla> elements) {
    return new Elements(ImmutableSortedSet.copyOf(elements));
  }

  static Tla tuple(Tla... items) {
    return tuple(ImmutableList.copyOf(items));
  }

  static Tla tuple(Iterable<? extends Tla> items) {
    ImmutableSortedMap.Builder<Tla, Tla> pairs = ImmutableSortedMap.naturalOrder();
    long next = 1;
    for (Tla item : items) {
      pairs.put(of(next++), item);
    }
    return new Function(pairs.buildOrThrow());
  }

  /** A function with the given pairs. */
  static Tla function(Map<? extends Tla, ? extends Tla> pairs) {
    return new Function(ImmutableSortedMap.copyOf(pairs));
  }

  /**
   * A record.
   *
   * @param namesAndValues a name (a String), its value (a Tla), and so on
   */
  static Tla record(Object... namesAndValues) {
    TreeMap<Tla, Tla> pairs = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.put(of((String) namesAndValues[i]), (Tla) namesAndValues[i + 1]);
    }
    return function(pairs);
  }

  /**
   * Reads the text of a value.
   *
   * @throws IllegalArgumentException if it is not that, with the place
   */
  static Tla parse(String text) {
    return new TlaParser(text).document();
  }

  @Override
  default int compareTo(Tla other) {
    if (rank() != other.rank()) {
      return Integer.compare(rank(), other.rank());
    }
    return switch (this) {
      case Num(long value) -> Long.compare(value, ((Num) other).value());
      case Text(String value) -> value.compareTo(((Text) other).value());
      case Truth(boolean value) -> Boolean.compare(value, ((Truth) other).value());
      case Elements set -> compare(set.elements(), ((Elements) other).elements());
      case Function function -> {
        Function that = (Function) other;
        int byKeys = compare(function.pairs().keySet(), that.pairs().keySet());
        yield byKeys != 0 ? byKeys : compare(function.pairs().values(), that.pairs().values());
      }
    };
  }

  private int rank() {
    return switch (this) {
      case Num _ -> 0;
      case Text _ -> 1;
      case Truth _ -> 2;
      case Elements _ -> 3;
      case Function _ -> 4;
    };
  }

  private static int compare(Iterable<Tla> one, Iterable<Tla> other) {
    Iterator<Tla> left = one.iterator();
    Iterator<Tla> right = other.iterator();
    while (left.hasNext() && right.hasNext()) {
      int here = left.next().compareTo(right.next());
      if (here != 0) {
        return here;
      }
    }
    return Boolean.compare(left.hasNext(), right.hasNext());
  }
}
