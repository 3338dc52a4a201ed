package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import io.systole.cib.xpath.CibXPath;
import io.systole.xml.Element;
import java.util.List;

/** Edits what a path leads to. */
final class PathEditor {

  private PathEditor() {}

  static Element apply(Element root, CibEdit.At at) throws EditRefused {
    ImmutableList<CibXPath.Match> matches = matches(root, at.path());
    if (at.way() == CibEdit.At.Way.DELETE) {
      return deleted(root, at.all() ? matches : matches.subList(0, Math.min(1, matches.size())));
    }
    if (matches.isEmpty()) {
      throw new EditRefused(
          EditFault.MISSING,
          lenientFormat("the path '%s' leads to nothing", at.path()),
          "query with the path to see what it leads to");
    }
    CibXPath.Match first = matches.getFirst();
    return changed(root, first.indexes(), edited(first.element(), at));
  }

  private static ImmutableList<CibXPath.Match> matches(Element root, String path)
      throws EditRefused {
    try {
      return CibXPath.parse(path).matches(root);
    } catch (CibException e) {
      throw new EditRefused(EditFault.NONSENSE, e.getMessage(), "correct the path");
    }
  }

  private static Element edited(Element there, CibEdit.At at) throws EditRefused {
    Element element =
        at.element()
            .orElseThrow(() ->
                new EditRefused(
                    EditFault.NONSENSE,
                    lenientFormat("no element is given for '%s'", at.path()),
                    "give the element"));
    return switch (at.way()) {
      case CREATE -> {
        boolean taken =
            !element.id().isEmpty()
                && there.children().stream()
                    .anyMatch(c -> c.is(element.name()) && c.id().equals(element.id()));
        if (taken) {
          throw new EditRefused(
              EditFault.EXISTS,
              lenientFormat("%s is in %s already", CibTree.words(element), CibTree.words(there)),
              "choose another id, or modify or replace what is there");
        }
        yield there.plus(element);
      }
      case MODIFY -> {
        if (!element.is(there.name())) {
          throw new EditRefused(
              EditFault.NONSENSE,
              lenientFormat("<%s> can't be merged into %s", element.name(), CibTree.words(there)),
              "give an element of the same name");
        }
        yield CibEditor.merge(there, element, true);
      }
      case REPLACE -> element;
      case DELETE -> there;
    };
  }

  /** {@code here} with what is at {@code indexes} swapped for another. */
  private static Element changed(Element here, List<Integer> indexes, Element replacement) {
    if (indexes.isEmpty()) {
      return replacement;
    }
    int index = indexes.getFirst();
    Element child = here.children().get(index);
    Element swapped = changed(child, indexes.subList(1, indexes.size()), replacement);
    return CibTree.same(swapped, child) ? here : here.withChild(index, swapped);
  }

  private static Element deleted(Element root, List<CibXPath.Match> matches) throws EditRefused {
    // From the end on, so that the places of those before stay what they are.
    Element rest = root;
    for (CibXPath.Match match : matches.reversed()) {
      if (match.indexes().isEmpty()) {
        throw new EditRefused(
            EditFault.NONSENSE, "the CIB itself can't be deleted", "erase it instead");
      }
      rest = without(rest, match.indexes());
    }
    return rest;
  }

  private static Element without(Element here, List<Integer> indexes) {
    int index = indexes.getFirst();
    if (indexes.size() > 1) {
      Element child = here.children().get(index);
      return here.withChild(index, without(child, indexes.subList(1, indexes.size())));
    }
    return here.withChildren(
        Iterables.concat(
            here.children().subList(0, index),
            here.children().subList(index + 1, here.children().size())));
  }
}
