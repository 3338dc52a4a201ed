package io.systole.cib.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares two CIBs by what they say. References to sets and pairs count as what they stand for;
 * ids that were not in the input may differ, if they differ everywhere alike; the order of the
 * sections, and of pairs in a set, says nothing.
 */
final class Meaning {

  private static final ImmutableSet<String> SETS =
      ImmutableSet.of(
          "cluster_property_set", "instance_attributes", "meta_attributes", "utilization");

  private final ImmutableSet<String> oldIds;
  private final Map<String, String> renamed = new LinkedHashMap<>();
  private final Map<String, String> expressions = new LinkedHashMap<>();

  private Meaning(ImmutableSet<String> oldIds) {
    this.oldIds = oldIds;
  }

  /** Where the two differ, if they do. */
  static Optional<String> difference(Element input, Element expected, Element result) {
    Meaning meaning = new Meaning(ids(input));
    Element left = meaning.plain(expected, expected);
    Element right = meaning.plain(result, result);
    return meaning.compare(left, right, "").or(meaning::expressions);
  }

  /** Expressions that name ids, which are known only when all else has been compared. */
  private Optional<String> expressions() {
    for (Map.Entry<String, String> pair : expressions.entrySet()) {
      String translated = pair.getKey();
      for (Map.Entry<String, String> id : renamed.entrySet()) {
        translated = translated.replace("'" + id.getKey() + "'", "'" + id.getValue() + "'");
      }
      if (!translated.equals(pair.getValue())) {
        return Optional.of("xpath " + pair.getKey() + " but was " + pair.getValue());
      }
    }
    return Optional.empty();
  }

  private static ImmutableSet<String> ids(Element tree) {
    return tree.descendants().map(Element::id).collect(ImmutableSet.toImmutableSet());
  }

  /** Without references, in an order that says nothing. */
  private Element plain(Element element, Element root) {
    Element meant = element;
    if (element.has("id-ref") && (SETS.contains(element.name()) || element.is("nvpair"))) {
      Element target =
          root.descendants()
              .filter(e -> e.is(element.name()) && e.id().equals(element.attribute("id-ref", "")))
              .findFirst()
              .orElseThrow();
      meant = withoutIds(target);
    }
    List<Element> children = new ArrayList<>();
    meant.children().forEach(child -> children.add(plain(child, root)));
    if (element.is("configuration")) {
      children.sort(Comparator.comparing(Element::name));
    }
    if (SETS.contains(element.name())) {
      children.sort(
          Comparator.comparing(Element::name).thenComparing(child -> child.attribute("name", "")));
    }
    return meant.withChildren(children);
  }

  private static Element withoutIds(Element element) {
    return element
        .without("id")
        .withChildren(element.children().stream().map(Meaning::withoutIds).toList());
  }

  private Optional<String> compare(Element a, Element b, String path) {
    String here = path + "/" + a.name() + (a.id().isEmpty() ? "" : "[" + a.id() + "]");
    if (!a.name().equals(b.name())) {
      return Optional.of(here + " is " + b.name());
    }
    ImmutableSet<String> names =
        ImmutableSet.<String>builder()
            .addAll(a.attributes().keySet())
            .addAll(b.attributes().keySet())
            .build();
    for (String name : names) {
      if (!same(a, b, name)) {
        return Optional.of(
            here + " @" + name + ": " + a.attribute(name) + " but was " + b.attribute(name));
      }
    }
    if (a.children().size() != b.children().size()) {
      return Optional.of(here + " has " + a.children() + " but was " + b.children());
    }
    for (int i = 0; i < a.children().size(); i++) {
      Optional<String> below = compare(a.children().get(i), b.children().get(i), here);
      if (below.isPresent()) {
        return below;
      }
    }
    return Optional.empty();
  }

  private boolean same(Element a, Element b, String name) {
    String left = a.attribute(name, "");
    String right = b.attribute(name, "");
    if (left.equals(right) && a.has(name) == b.has(name)) {
      return true;
    }
    if (name.equals("id")) {
      boolean copy = !a.has(name) || !b.has(name);
      boolean bothNew = !oldIds.contains(left) && !oldIds.contains(right);
      return copy || (bothNew && Objects.equals(renamed.computeIfAbsent(left, _ -> right), right));
    }
    if (name.equals("xpath")) {
      expressions.put(left, right);
      return a.has(name) && b.has(name);
    }
    boolean refers = ImmutableList.of("id-ref", "reference").contains(name);
    return refers && right.equals(renamed.get(left));
  }
}
