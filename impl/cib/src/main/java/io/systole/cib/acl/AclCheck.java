package io.systole.cib.acl;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.FieldValues;
import io.systole.cib.PatchPath;
import io.systole.xml.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares two trees and looks for a difference that may not be made. A deletion touches all that
 * goes; a change needs the right to the element as it was and as it is then, so that nobody talks a
 * permission away by the change itself.
 */
final class AclCheck {

  /** What the CIB manager counts by itself with each change, and no further. */
  private static final ImmutableSortedSet<String> COUNTED =
      ImmutableSortedSet.of("epoch", "num_updates");

  private final Rights before;
  private final Rights after;

  AclCheck(Rights before, Rights after) {
    this.before = before;
    this.after = after;
  }

  /** An element with what is known of the right to it. */
  private record Held(Element element, Rights rights, Right right) {

    static Held root(Element root, Rights rights) {
      return new Held(root, rights, rights.of(Right.DENY));
    }

    Held child(int index) {
      Rights rightsOfChild = rights.child(index);
      return new Held(element.children().get(index), rightsOfChild, rightsOfChild.of(right));
    }

    boolean writes() {
      return right.writes();
    }

    String words() {
      return element.id().isEmpty()
          ? "<" + element.name() + ">"
          : "<" + element.name() + " id=\"" + element.id() + "\">";
    }
  }

  Optional<String> forbidden(Element rootBefore, Element rootAfter) {
    Held old = Held.root(uncounted(rootBefore), before);
    Held now = Held.root(uncounted(rootAfter), after);
    long raised = epoch(rootAfter) - epoch(rootBefore);
    boolean counted = raised == 0 || (raised == 1 && !old.element().equals(now.element()));
    return counted || old.writes() ? changed(old, now) : Optional.of(old.words());
  }

  private static long epoch(Element root) {
    return FieldValues.number(root.attribute("epoch", "0")).orElse(0L);
  }

  private static Element uncounted(Element root) {
    Element bare = root;
    for (String name : COUNTED) {
      bare = bare.without(name);
    }
    return bare;
  }

  private static Optional<String> changed(Held old, Held now) {
    if (old.element().equals(now.element())) {
      return Optional.empty();
    }
    boolean both = old.writes() && now.writes();
    boolean same =
        old.element().attributes().equals(now.element().attributes())
            && old.element().text().equals(now.element().text());
    if (!same && !both) {
      return Optional.of(now.words());
    }
    Map<PatchPath.Key, Deque<Integer>> places = places(old.element());
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < now.element().children().size(); i++) {
      Held child = now.child(i);
      Deque<Integer> there = places.get(PatchPath.Key.of(child.element()));
      Integer place = there == null ? null : there.poll();
      Optional<String> wrong = place == null ? created(child) : changed(old.child(place), child);
      if (wrong.isPresent()) {
        return wrong;
      }
      if (place != null) {
        order.add(place);
      }
    }
    for (Deque<Integer> gone : places.values()) {
      for (int place : gone) {
        Optional<String> wrong = deleted(old.child(place));
        if (wrong.isPresent()) {
          return wrong;
        }
      }
    }
    boolean moved = !order.equals(order.stream().sorted().toList());
    return moved && !both ? Optional.of(now.words()) : Optional.empty();
  }

  private static Map<PatchPath.Key, Deque<Integer>> places(Element parent) {
    Map<PatchPath.Key, Deque<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < parent.children().size(); i++) {
      places
          .computeIfAbsent(PatchPath.Key.of(parent.children().get(i)), _ -> new ArrayDeque<>())
          .add(i);
    }
    return places;
  }

  private static Optional<String> deleted(Held gone) {
    if (!gone.writes()) {
      return Optional.of(gone.words());
    }
    return below(gone, AclCheck::deleted);
  }

  /** What says no more than its id may be made round what may be written. */
  private static Optional<String> created(Held made) {
    Element element = made.element();
    boolean scaffold =
        !element.children().isEmpty()
            && element.text().isEmpty()
            && element.attributes().size() == (element.has("id") ? 1 : 0);
    if (!made.writes() && !scaffold) {
      return Optional.of(made.words());
    }
    return below(made, AclCheck::created);
  }

  private static Optional<String> below(Held held, Function<Held, Optional<String>> check) {
    for (int i = 0; i < held.element().children().size(); i++) {
      Optional<String> wrong = check.apply(held.child(i));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }
}
