package io.systole.tools.cib;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds elements in a CIB and makes the fragments by which they are changed. */
public final class CibFragments {

  private CibFragments() {}

  /** The ids of all resources, in the order of the configuration. */
  public static ImmutableList<String> resourceIds(Element cib) {
    return resources(cib)
        .descendants()
        .filter(CibFragments::isResource)
        .map(Element::id)
        .collect(ImmutableList.toImmutableList());
  }

  /** The names of all configured nodes. */
  public static ImmutableList<String> nodeNames(Element cib) {
    return cib
        .at("configuration", "nodes")
        .map(Element::children)
        .orElse(ImmutableList.of())
        .stream()
        .map(node -> node.attribute("uname", node.id()))
        .collect(ImmutableList.toImmutableList());
  }

  public static Optional<Element> node(Element cib, String name) {
    return cib
        .at("configuration", "nodes")
        .map(Element::children)
        .orElse(ImmutableList.of())
        .stream()
        .filter(node -> node.attribute("uname", node.id()).equals(name))
        .findFirst();
  }

  /** The resource of that id. */
  public static Optional<Element> resource(Element cib, String id) {
    return resources(cib)
        .descendants()
        .filter(CibFragments::isResource)
        .filter(element -> element.id().equals(id))
        .findFirst();
  }

  public static boolean isResource(Element element) {
    return switch (element.name()) {
      case "primitive", "group", "clone", "master", "bundle" -> true;
      default -> false;
    };
  }

  /**
   * The way from the resources down to the resource of that id, each element with its id alone and
   * the last with {@code content}: what a merge needs to find its place.
   */
  public static Optional<Element> around(Element cib, String id, Element content) {
    List<Element> path = new ArrayList<>();
    for (Element top : resources(cib).children()) {
      path.clear();
      if (descend(top, id, path)) {
        Element fragment = bare(path.getLast()).plus(content);
        for (int i = path.size() - 2; i >= 0; i--) {
          fragment = bare(path.get(i)).plus(fragment);
        }
        return Optional.of(fragment);
      }
    }
    return Optional.empty();
  }

  /** A meta-attribute of a resource as the fragment that sets it, in the set where it stands. */
  public static Element metaAttribute(Element resource, String name, String value) {
    return attribute(resource, "meta_attributes", name, value);
  }

  /** A name and value in a set of {@code owner}, in the place where the name stands already. */
  public static Element attribute(Element owner, String setName, String name, String value) {
    ImmutableList<Element> sets = owner.children(setName);
    for (Element set : sets) {
      for (Element pair : set.children("nvpair")) {
        if (pair.attribute("name", "").equals(name)) {
          return bare(set).plus(pair(pair.id(), name, value));
        }
      }
    }
    String setId = sets.isEmpty() ? owner.id() + "-" + setName : sets.getFirst().id();
    return Element.of(setName, "id", setId).plus(pair(setId + "-" + name, name, value));
  }

  /** The element that holds a name and value in a set of {@code owner}, if there is one. */
  public static Optional<Element> pair(Element owner, String setName, String name) {
    return owner.children(setName).stream()
        .flatMap(set -> set.children("nvpair").stream())
        .filter(pair -> pair.attribute("name", "").equals(name))
        .findFirst();
  }

  private static Element pair(String id, String name, String value) {
    return Element.of("nvpair", "id", id, "name", name, "value", value);
  }

  private static Element resources(Element cib) {
    return cib.at("configuration", "resources").orElse(Element.of("resources"));
  }

  private static Element bare(Element element) {
    return Element.of(element.name(), "id", element.id());
  }

  private static boolean descend(Element here, String id, List<Element> path) {
    path.add(here);
    if (here.id().equals(id)) {
      return true;
    }
    for (Element child : here.children()) {
      if (isResource(child) && descend(child, id, path)) {
        return true;
      }
    }
    path.removeLast();
    return false;
  }
}
