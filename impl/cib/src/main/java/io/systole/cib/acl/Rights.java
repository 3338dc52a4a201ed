package io.systole.cib.acl;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rights to a tree: those that permissions give to the very elements that they match, laid out
 * as the tree is. An element without one has that of the element it stands in.
 */
final class Rights {

  /** Where nobody has said anything. */
  static final Rights NONE = new Rights();

  private final TreeMap<Integer, Rights> children = new TreeMap<>();
  private @Nullable Right own;

  /** Adds a permission for the element at {@code indexes}, from the root down. */
  void add(List<Integer> indexes, Right right) {
    Rights here = this;
    for (int index : indexes) {
      here = here.children.computeIfAbsent(index, _ -> new Rights());
    }
    Right there = here.own;
    here.own = there == null ? right : Right.greater(there, right);
  }

  /** The right to this element where the one it stands in has {@code inherited}. */
  Right of(Right inherited) {
    return own == null ? inherited : own;
  }

  /** What is said of the child at {@code index} and below it. */
  Rights child(int index) {
    return Optional.ofNullable(children.get(index)).orElse(NONE);
  }

  /** Whether nothing is said of what is below. */
  boolean isUniform() {
    return children.isEmpty();
  }
}
