package io.systole.protocol.attributes;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.systole.kernel.NodeName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * The attributes and which changes are in them. Tables of any nodes can be merged in any order, any
 * number of times, with the same result.
 *
 * @param values those that were deleted included
 * @param marks for each node how many of its changes have been applied
 */
public record AttributeTable(
    ImmutableSortedMap<AttributeKey, AttributeValue> values,
    ImmutableSortedMap<NodeName, ChangeMark> marks) {

  /** More attributes, deleted ones included, are not kept. */
  public static final int MAX_VALUES = 20_000;

  public static final AttributeTable EMPTY =
      new AttributeTable(ImmutableSortedMap.of(), ImmutableSortedMap.of());

  private static final long INFINITY = AttributeEdit.AddToValue.MAX_AMOUNT;

  /** The value of an attribute, if it has one. */
  public Optional<String> text(AttributeKey key) {
    return Optional.ofNullable(values.get(key)).flatMap(AttributeValue::text);
  }

  /** The attributes that have a value. */
  public ImmutableSortedMap<AttributeKey, String> texts() {
    ImmutableSortedMap.Builder<AttributeKey, String> texts = ImmutableSortedMap.naturalOrder();
    values.forEach((key, value) -> value.text().ifPresent(text -> texts.put(key, text)));
    return texts.buildOrThrow();
  }

  ChangeMark mark(NodeName node) {
    return marks.getOrDefault(node, ChangeMark.NONE);
  }

  /** What both know together. Commutative, associative and idempotent. */
  public AttributeTable merge(AttributeTable other) {
    return new AttributeTable(
        merge(values, other.values, AttributeValue::merge),
        merge(marks, other.marks, ChangeMark::merge));
  }

  /** This table with a change counted as applied, whatever came of it. */
  AttributeTable marked(NodeName node, ChangeMark mark) {
    return new AttributeTable(values, merge(marks, ImmutableSortedMap.of(node, mark), (a, b) -> b));
  }

  /** Whether {@code edit} would make more values than are kept. */
  boolean isFullFor(AttributeEdit edit) {
    return values.size() >= MAX_VALUES
        && switch (edit) {
          case AttributeEdit.SetValue set -> !values.containsKey(set.key());
          case AttributeEdit.AddToValue add -> !values.containsKey(add.key());
          case AttributeEdit.DeleteValue _, AttributeEdit.PurgeNode _ -> false;
        };
  }

  /** This table after {@code edit}, by a client of {@code writer}. */
  AttributeTable edited(AttributeEdit edit, NodeName writer) {
    return switch (edit) {
      case AttributeEdit.SetValue set -> with(set.key(), Optional.of(set.text()), writer);
      case AttributeEdit.AddToValue add ->
          with(add.key(), Optional.of(sum(text(add.key()), add.amount())), writer);
      case AttributeEdit.DeleteValue delete -> without(delete.key(), writer);
      case AttributeEdit.PurgeNode purge -> purged(purge.node(), writer);
    };
  }

  /** The values that are not the same here as in {@code before}. */
  ImmutableSortedMap<AttributeKey, Optional<String>> changesSince(AttributeTable before) {
    ImmutableSortedMap.Builder<AttributeKey, Optional<String>> changes =
        ImmutableSortedMap.naturalOrder();
    values.forEach((key, value) -> {
      if (!value.text().equals(before.text(key))) {
        changes.put(key, value.text());
      }
    });
    return changes.buildOrThrow();
  }

  private AttributeTable purged(NodeName node, NodeName writer) {
    AttributeTable table = this;
    for (AttributeKey key : Maps.filterKeys(values, k -> k.node().equals(node)).keySet()) {
      table = table.without(key, writer);
    }
    return table;
  }

  private AttributeTable without(AttributeKey key, NodeName writer) {
    return text(key).isPresent() ? with(key, Optional.empty(), writer) : this;
  }

  private AttributeTable with(AttributeKey key, Optional<String> text, NodeName writer) {
    AttributeValue old = values.get(key);
    AttributeValue next = new AttributeValue(text, old == null ? 1 : old.writes() + 1, writer);
    return new AttributeTable(merge(values, ImmutableSortedMap.of(key, next), (a, b) -> b), marks);
  }

  private static String sum(Optional<String> text, long amount) {
    long sum = text.map(AttributeTable::number).orElse(0L) + amount;
    if (sum >= INFINITY) {
      return "INFINITY";
    }
    return sum <= -INFINITY ? "-INFINITY" : Long.toString(sum);
  }

  private static long number(String text) {
    return switch (text) {
      case "INFINITY", "+INFINITY" -> INFINITY;
      case "-INFINITY" -> -INFINITY;
      default -> text.matches("[+-]?\\d{1,7}") ? Long.parseLong(text) : 0;
    };
  }

  private static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> merge(
      ImmutableSortedMap<K, V> one, ImmutableSortedMap<K, V> other, BinaryOperator<V> merge) {
    Map<K, V> all = new TreeMap<>(one);
    other.forEach((key, value) -> all.merge(key, value, merge));
    return ImmutableSortedMap.copyOf(all);
  }
}
