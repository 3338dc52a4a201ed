package io.systole.protocol.executor;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.util.TreeMap;

/** Changes of sorted maps that are never changed. */
final class Sorted {

  private Sorted() {}

  static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> with(
      ImmutableSortedMap<K, V> map, K key, V value) {
    TreeMap<K, V> changed = new TreeMap<>(map);
    changed.put(key, value);
    return ImmutableSortedMap.copyOf(changed);
  }

  static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> without(
      ImmutableSortedMap<K, V> map, K key) {
    return map.containsKey(key)
        ? ImmutableSortedMap.copyOf(Maps.filterKeys(map, k -> !k.equals(key)))
        : map;
  }
}
