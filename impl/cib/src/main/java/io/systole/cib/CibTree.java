package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finding and swapping elements in a tree that is never changed in place. */
final class CibTree {

  private CibTree() {}

  /**
   * Whether the two are one object. Asked only to share what did not change: a digest would answer
   * too, but would have to be computed for every tree on the way.
   */
  @SuppressWarnings("ReferenceEquality")
  static boolean same(Element a, Element b) {
    return a == b;
  }

  /** Whether the two stand for one thing: equal names, and equal ids where {@code key} has one. */
  static boolean meets(Element candidate, Element key) {
    return candidate.is(key.name()) && (key.id().isEmpty() || key.id().equals(candidate.id()));
  }

  /** The first child that {@code key} meets, or -1. */
  static int indexOf(Element parent, Element key) {
    if (!key.id().isEmpty()) {
      return parent.indexOf(key.name(), key.id());
    }
    for (int i = 0; i < parent.children().size(); i++) {
      if (parent.children().get(i).is(key.name())) {
        return i;
      }
    }
    return -1;
  }

  /** What {@code key} meets: a child first; where it has an id, an element at any depth next. */
  static Optional<Element> find(Element parent, Element key) {
    int index = indexOf(parent, key);
    if (index >= 0) {
      return Optional.of(parent.children().get(index));
    }
    return key.id().isEmpty()
        ? Optional.empty()
        : parent.descendants().skip(1).filter(candidate -> meets(candidate, key)).findFirst();
  }

  /** {@code here} with the very element {@code old}, which is in it once, swapped for another. */
  static Element swap(Element here, Element old, Element replacement) {
    if (same(old, replacement)) {
      return here;
    }
    for (int i = 0; i < here.children().size(); i++) {
      Element child = here.children().get(i);
      Element changed = same(child, old) ? replacement : swap(child, old, replacement);
      if (!same(changed, child)) {
        return here.withChild(i, changed);
      }
    }
    return here;
  }

  /** {@code here} without the elements in it that have the pattern's name and attributes. */
  static Element without(Element here, Element pattern) {
    List<Element> kept = new ArrayList<>();
    boolean changed = false;
    for (Element child : here.children()) {
      if (fits(child, pattern)) {
        changed = true;
      } else {
        Element rest = without(child, pattern);
        changed |= !same(rest, child);
        kept.add(rest);
      }
    }
    return changed ? here.withChildren(ImmutableList.copyOf(kept)) : here;
  }

  private static boolean fits(Element element, Element pattern) {
    return element.is(pattern.name())
        && element.attributes().entrySet().containsAll(pattern.attributes().entrySet());
  }

  /** The refusal to edit what is not there, with a near id where there is one. */
  static EditRefused notThere(Element where, Element key) {
    ImmutableList<String> ids =
        where
            .descendants()
            .filter(element -> element.is(key.name()))
            .map(Element::id)
            .collect(ImmutableList.toImmutableList());
    return new EditRefused(
        EditFault.MISSING,
        lenientFormat("%s is not in %s", words(key), words(where)),
        NearIds.suggest(key.id(), ids)
            .map(text -> lenientFormat("did you mean '%s'?", text))
            .orElse("create it first, or ask for it to be created"));
  }

  /** An element as a message names it. */
  static String words(Element element) {
    return element.id().isEmpty()
        ? "<" + element.name() + ">"
        : lenientFormat("<%s id=\"%s\">", element.name(), element.id());
  }
}
