package io.systole.cib.schema;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Damages a tree in one place: an element, an attribute, a value, the order, the nesting, the text.
 * All that is drawn comes from the vocabulary of the documents themselves, so that what is wrong is
 * wrong in its place only.
 */
final class Damage {

  /** Values of all types that occur, and some that are just beside one. */
  private static final ImmutableList<String> VALUES =
      ImmutableList.of(
          "",
          "x",
          "5",
          "-5",
          " 5 ",
          "1.5",
          "10",
          "0",
          "true",
          "maybe",
          "INFINITY",
          "-INFINITY",
          "infinity",
          "a b",
          "1a",
          "a,b",
          "p1",
          "Started",
          "Promoted",
          "Slave",
          "started",
          "start",
          "demote",
          "restart",
          "fence",
          "nothing",
          "unfencing",
          "and",
          "or",
          "eq",
          "in_range",
          "date_spec",
          "integer",
          "string",
          "ocf",
          "lsb",
          "nagios",
          "member",
          "normal",
          "ping",
          "Mandatory",
          "never",
          "read",
          "listed",
          "freeze",
          "isolation",
          "stonith_enabled");

  private final Random random;
  private final ImmutableList<String> attributes;
  private final ImmutableList<Element> elements;

  /**
   * @param documents whose words are drawn from
   */
  Damage(Random random, List<Element> documents) {
    this.random = random;
    this.elements =
        documents.stream().flatMap(Element::descendants).collect(ImmutableList.toImmutableList());
    this.attributes =
        elements.stream()
            .flatMap(element -> element.attributes().keySet().stream())
            .distinct()
            .sorted()
            .collect(ImmutableList.toImmutableList());
  }

  /**
   * A damaged tree.
   *
   * @param what was done, in words
   */
  record Result(Element tree, String what) {}

  /** Damages one element, which is drawn from the whole tree but the status. */
  Result apply(Element tree) {
    List<List<Integer>> places = new ArrayList<>();
    collect(tree, new ArrayList<>(), places);
    List<Integer> place = places.get(random.nextInt(places.size()));
    return at(tree, place, 0);
  }

  private static void collect(Element here, List<Integer> path, List<List<Integer>> places) {
    places.add(List.copyOf(path));
    for (int i = 0; i < here.children().size(); i++) {
      if (!here.children().get(i).is("status")) {
        path.add(i);
        collect(here.children().get(i), path, places);
        path.removeLast();
      }
    }
  }

  private Result at(Element here, List<Integer> place, int depth) {
    if (depth == place.size()) {
      return damage(here);
    }
    int index = place.get(depth);
    Result below = at(here.children().get(index), place, depth + 1);
    return new Result(here.withChild(index, below.tree()), here.name() + "/" + below.what());
  }

  private Result damage(Element element) {
    return switch (random.nextInt(9)) {
      case 0 -> withoutAttribute(element);
      case 1, 2 -> withValue(element);
      case 3 -> {
        String name = any(attributes);
        String value = any(VALUES);
        yield new Result(
            element.with(name, value), element.name() + " gets " + name + "='" + value + "'");
      }
      case 4 -> withoutChild(element);
      case 5 -> {
        Element stranger = any(elements);
        List<Element> children = new ArrayList<>(element.children());
        children.add(random.nextInt(children.size() + 1), stranger);
        yield new Result(
            element.withChildren(children), element.name() + " gets a " + stranger.name());
      }
      case 6 -> swapped(element);
      case 7 ->
          new Result(
              Element.of(element.name()).plus(element), element.name() + " goes into itself");
      default ->
          new Result(element.toBuilder().text("text").build(), element.name() + " gets text");
    };
  }

  private Result withoutAttribute(Element element) {
    if (element.attributes().isEmpty()) {
      return new Result(element, element.name() + " stays");
    }
    String name = any(List.copyOf(element.attributes().keySet()));
    return new Result(element.without(name), element.name() + " loses " + name);
  }

  private Result withValue(Element element) {
    if (element.attributes().isEmpty()) {
      return new Result(element, element.name() + " stays");
    }
    Map.Entry<String, String> entry = any(List.copyOf(element.attributes().entrySet()));
    String value = any(VALUES);
    return new Result(
        element.with(entry.getKey(), value),
        element.name() + " has " + entry.getKey() + "='" + value + "'");
  }

  private Result withoutChild(Element element) {
    if (element.children().isEmpty()) {
      return new Result(element, element.name() + " stays");
    }
    List<Element> children = new ArrayList<>(element.children());
    Element lost = children.remove(random.nextInt(children.size()));
    return new Result(element.withChildren(children), element.name() + " loses a " + lost.name());
  }

  private Result swapped(Element element) {
    List<Element> children = new ArrayList<>(element.children());
    if (children.size() < 2) {
      return new Result(element, element.name() + " stays");
    }
    int index = random.nextInt(children.size() - 1);
    children.add(index, children.remove(index + 1));
    return new Result(element.withChildren(children), element.name() + " in another order");
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
