package io.systole.xml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where among many siblings the first of each name and id is. */
final class ChildIndex {

  /** The place of the first; the complement of it where there are more. */
  private final Map<Key, Integer> places = new LinkedHashMap<>();

  /** What tells a child from its siblings. */
  private record Key(String name, String id) {}

  ChildIndex(List<Element> children) {
    for (int i = 0; i < children.size(); i++) {
      Element child = children.get(i);
      places.merge(new Key(child.name(), child.id()), i, (first, _) -> first < 0 ? first : ~first);
    }
  }

  /** The place of the first from 0, or -1. */
  int of(String name, String id) {
    Integer place = places.get(new Key(name, id));
    return place == null ? -1 : place < 0 ? ~place : place;
  }

  /** The place from 0, or -1 if there is none or more than one. */
  int ofOnly(String name, String id) {
    Integer place = places.get(new Key(name, id));
    return place == null || place < 0 ? -1 : place;
  }
}
