package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Sorted collections with one thing changed. */
final class Sorted {

  private Sorted() {}

  static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> with(
      ImmutableSortedMap<K, V> map, K key, V value) {
    Map<K, V> copy = new TreeMap<>(map);
    copy.put(key, value);
    return ImmutableSortedMap.copyOf(copy);
  }

  static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> without(
      ImmutableSortedMap<K, V> map, K key) {
    return map.containsKey(key)
        ? ImmutableSortedMap.copyOf(Maps.filterKeys(map, k -> !k.equals(key)))
        : map;
  }

  static <T extends Comparable<T>> ImmutableSortedSet<T> with(ImmutableSortedSet<T> set, T one) {
    return ImmutableSortedSet.<T>naturalOrder().addAll(set).add(one).build();
  }

  static <T extends Comparable<T>> ImmutableSortedSet<T> without(ImmutableSortedSet<T> set, T one) {
    return only(set, t -> !t.equals(one));
  }

  static <T extends Comparable<T>> ImmutableSortedSet<T> only(
      ImmutableSortedSet<T> set, Predicate<T> wanted) {
    return set.stream()
        .filter(wanted)
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }
}
