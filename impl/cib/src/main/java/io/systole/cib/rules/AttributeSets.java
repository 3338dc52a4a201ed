package io.systole.cib.rules;

import com.google.common.collect.ImmutableList;
import io.systole.cib.FieldValues;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads sets of name and value pairs. Sets whose rule does not hold are passed over; of the others
 * the one with the greatest score wins a name, among equals the one that stands last.
 */
public final class AttributeSets {

  private final Function<String, @Nullable Element> byId;

  /**
   * @param byId finds the element that an {@code id-ref} refers to
   */
  public AttributeSets(Function<String, @Nullable Element> byId) {
    this.byId = byId;
  }

  /** The children of {@code parent} named {@code setName}, in the order in which they count. */
  public ImmutableList<Element> sets(Element parent, String setName, String first) {
    List<Element> sets = new ArrayList<>();
    for (Element child : parent.children()) {
      if (child.is(setName)) {
        sets.addFirst(dereferenced(child));
      }
    }
    if (sets.size() < 2) {
      return ImmutableList.copyOf(sets);
    }
    sets.sort(
        Comparator.<Element>comparingInt(s -> !first.isEmpty() && s.id().equals(first) ? 0 : 1)
            .thenComparing(Comparator.comparingLong(AttributeSets::score).reversed()));
    return ImmutableList.copyOf(sets);
  }

  /** Adds to {@code into} what it does not have yet. */
  public void read(Element parent, String setName, RuleInput input, Map<String, String> into) {
    for (Element set : sets(parent, setName, "")) {
      readSet(set, input, into);
    }
  }

  /** Whether a rule has a say in any of the sets, so that they differ with what it asks about. */
  public boolean ruled(Element parent, String setName) {
    return sets(parent, setName, "").stream().anyMatch(set -> set.child("rule").isPresent());
  }

  /** Adds one set to {@code into}, unless its rule does not hold. */
  public void readSet(Element set, RuleInput input, Map<String, String> into) {
    for (Element rule : set.children()) {
      if (rule.is("rule") && !Rules.holds(rule, input)) {
        return;
      }
    }
    Map<String, String> own = new LinkedHashMap<>();
    for (Element child : set.children()) {
      if (child.is("nvpair")) {
        Element pair = dereferenced(child);
        String name = child.has("name") ? child.attribute("name", "") : pair.attribute("name", "");
        pair.attribute("value")
            .filter(value -> !value.equals("#default"))
            .ifPresent(value -> own.putIfAbsent(name, value));
      } else if (child.is("attributes")) {
        child.attributes().forEach(own::putIfAbsent);
      }
    }
    own.forEach(into::putIfAbsent);
  }

  private static long score(Element set) {
    return FieldValues.wholePart(set.attribute("score", "0")).orElse(0L);
  }

  private Element dereferenced(Element element) {
    if (!element.has("id-ref")) {
      return element;
    }
    Element found = byId.apply(element.attribute("id-ref", ""));
    return found == null ? element : found;
  }
}
