package io.systole.protocol.cib;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;

/** Maps with one entry more, less or other. */
final class Entries {

  private Entries() {}

  static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> with(
      ImmutableSortedMap<K, V> map, K key, V value) {
    return ImmutableSortedMap.<K, V>naturalOrder()
        .putAll(without(map, key))
        .put(key, value)
        .buildOrThrow();
  }

  static <K extends Comparable<K>, V> ImmutableSortedMap<K, V> without(
      ImmutableSortedMap<K, V> map, K key) {
    return map.containsKey(key)
        ? ImmutableSortedMap.copyOfSorted(Maps.filterKeys(map, other -> !other.equals(key)))
        : map;
  }
}
