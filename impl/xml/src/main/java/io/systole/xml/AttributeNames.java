package io.systole.xml;

import java.util.List;

/**
 * The names of an element's attributes, in order. A document's elements have few different sets of
 * names, so those that are parsed share them, and each element has its values alone.
 */
final class AttributeNames {

  static final AttributeNames NONE = new AttributeNames(new String[0], new int[0]);

  /** With fewer names a look at each is as fast as hashing. */
  private static final int FEW = 4;

  private final String[] names;

  /** A hash table with places in {@code names} plus one; empty if there is none. */
  private final int[] table;

  private AttributeNames(String[] names, int[] table) {
    this.names = names;
    this.table = table;
  }

  /** Names for one element; the array is not copied. */
  static AttributeNames of(String[] names) {
    return names.length == 0 ? NONE : new AttributeNames(names, new int[0]);
  }

  /** Names that many elements will share, so that it pays to make them quick to search. */
  static AttributeNames shared(List<String> names) {
    String[] copy = names.toArray(new String[0]);
    return copy.length <= FEW ? of(copy) : new AttributeNames(copy, table(copy));
  }

  private static int[] table(String[] names) {
    int[] table = new int[Integer.highestOneBit(names.length) * 4];
    for (int i = 0; i < names.length; i++) {
      int place = names[i].hashCode() & (table.length - 1);
      while (table[place] != 0) {
        place = (place + 1) & (table.length - 1);
      }
      table[place] = i + 1;
    }
    return table;
  }

  int size() {
    return names.length;
  }

  String get(int index) {
    return names[index];
  }

  String[] toArray() {
    return names.clone();
  }

  /** The place of a name, or -1. */
  int indexOf(String name) {
    if (table.length > 0) {
      return hashed(name);
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private int hashed(String name) {
    int mask = table.length - 1;
    int place = name.hashCode() & mask;
    while (table[place] != 0) {
      int index = table[place] - 1;
      if (names[index].equals(name)) {
        return index;
      }
      place = (place + 1) & mask;
    }
    return -1;
  }
}
