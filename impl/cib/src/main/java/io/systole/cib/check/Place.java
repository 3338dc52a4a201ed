package io.systole.cib.check;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Where a walk through a tree is: an element, and all around it. */
final class Place {

  private final List<Element> path = new ArrayList<>();

  private Place() {}

  /** Shows each element of a tree to {@code visitor}, parents before children. */
  static void walk(Element root, Consumer<Place> visitor) {
    new Place().visit(root, visitor);
  }

  private void visit(Element element, Consumer<Place> visitor) {
    path.add(element);
    visitor.accept(this);
    element.children().forEach(child -> visit(child, visitor));
    path.removeLast();
  }

  Element element() {
    return path.getLast();
  }

  /** The outermost first. */
  ImmutableList<Element> path() {
    return ImmutableList.copyOf(path);
  }

  /** Whether an element of that name is around. */
  boolean isIn(String name) {
    return path.subList(0, path.size() - 1).stream().anyMatch(around -> around.is(name));
  }

  Finding error(String reason, String remedy) {
    return Finding.error(path(), reason, remedy);
  }

  Finding warning(String reason, String remedy) {
    return Finding.warning(path(), reason, remedy);
  }
}
