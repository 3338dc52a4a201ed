package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Ints;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.TreeMap;

/** Patchsets as the field writes them: {@code <diff format="2">}. */
public final class PatchCodec {

  public static final String DIFF = "diff";

  private PatchCodec() {}

  public static Element write(Patchset patchset) {
    Element.Builder diff =
        Element.builder(DIFF)
            .attribute("format", "2")
            .child(
                Element.of("version")
                    .plus(patchset.source().writtenTo(Element.of("source")))
                    .plus(patchset.target().writtenTo(Element.of("target"))));
    patchset.changes().forEach(change -> diff.child(write(change)));
    return diff.build();
  }

  private static Element write(PatchChange change) {
    Element.Builder written = Element.builder("change");
    return switch (change) {
      case PatchChange.Create create ->
          written
              .attributes("operation", "create", "path", create.path().toString())
              .attribute("position", create.position())
              .child(create.element())
              .build();
      case PatchChange.Modify modify -> {
        written
            .attributes("operation", "modify", "path", modify.path().toString())
            .child(changeList(modify));
        modify.result().ifPresent(r -> written.child(Element.of("change-result").plus(r)));
        yield written.build();
      }
      case PatchChange.Move move ->
          written
              .attributes("operation", "move", "path", move.path().toString())
              .attribute("position", move.position())
              .build();
      case PatchChange.Delete delete ->
          written.attributes("operation", "delete", "path", delete.path().toString()).build();
    };
  }

  private static Element changeList(PatchChange.Modify modify) {
    Element.Builder list = Element.builder("change-list");
    modify
        .attributes()
        .forEach((name, value) ->
            list.child(
                Element.builder("change-attr")
                    .attribute("name", name)
                    .attribute("operation", value.isPresent() ? "set" : "unset")
                    .attribute("value", value)
                    .build()));
    return list.build();
  }

  /**
   * Reads {@code <diff>}.
   *
   * @throws CibException if it is none of format 2
   */
  public static Patchset read(Element diff) throws CibException {
    if (!diff.is(DIFF) || !diff.attribute("format", "").equals("2")) {
      throw new CibException(
          diff.line(),
          lenientFormat(
              "a patchset is <diff format=\"2\">, but this is <%s format=\"%s\">",
              diff.name(), diff.attribute("format", "")));
    }
    Element version = only(diff, "version");
    if (diff.children().size() > Patchset.MAX_CHANGES) {
      throw new CibException(
          diff.line(), "a patchset has at most " + Patchset.MAX_CHANGES + " changes");
    }
    ImmutableList.Builder<PatchChange> changes = ImmutableList.builder();
    for (Element child : diff.children()) {
      if (child.is("change")) {
        changes.add(readChange(child));
      } else if (!child.is("version")) {
        throw unexpected(diff, child);
      }
    }
    return new Patchset(
        CibVersion.of(only(version, "source")),
        CibVersion.of(only(version, "target")),
        changes.build());
  }

  private static PatchChange readChange(Element change) throws CibException {
    PatchPath path = PatchPath.parse(change.attribute("path", ""));
    String operation = change.attribute("operation", "");
    return switch (operation) {
      case "create" -> new PatchChange.Create(path, position(change), onlyChild(change));
      case "modify" -> readModify(change, path);
      case "move" -> new PatchChange.Move(path, position(change));
      case "delete" -> new PatchChange.Delete(path);
      default ->
          throw new CibException(
              change.line(),
              lenientFormat(
                  "a change creates, modifies, moves or deletes, but this is to '%s'", operation));
    };
  }

  private static PatchChange.Modify readModify(Element change, PatchPath path) throws CibException {
    TreeMap<String, Optional<String>> attributes = new TreeMap<>();
    for (Element one : only(change, "change-list").children()) {
      String name = one.attribute("name", "");
      if (!one.is("change-attr") || name.isEmpty()) {
        throw unexpected(change, one);
      }
      attributes.put(name, value(one));
    }
    Optional<Element> result = Optional.empty();
    if (change.child("change-result").isPresent()) {
      result = Optional.of(onlyChild(only(change, "change-result")));
    }
    return new PatchChange.Modify(path, ImmutableSortedMap.copyOf(attributes), result);
  }

  private static Optional<String> value(Element attribute) throws CibException {
    String operation = attribute.attribute("operation", "");
    return switch (operation) {
      case "set" -> Optional.of(attribute.attribute("value", ""));
      case "unset" -> Optional.empty();
      default ->
          throw new CibException(
              attribute.line(),
              lenientFormat(
                  "an attribute is set or unset, but '%s' is to be '%s'",
                  attribute.attribute("name", ""), operation));
    };
  }

  private static int position(Element change) throws CibException {
    String text = change.attribute("position", "");
    Integer position = Ints.tryParse(text);
    if (position == null || position < 0) {
      throw new CibException(
          change.line(),
          lenientFormat(
              "the position of %s is a number from 0, but this is '%s'",
              change.attribute("path", ""), text));
    }
    return position;
  }

  private static Element only(Element parent, String name) throws CibException {
    ImmutableList<Element> found = parent.children(name);
    if (found.size() != 1) {
      throw new CibException(
          parent.line(),
          lenientFormat("<%s> has %s <%s>, but one is needed", parent.name(), found.size(), name));
    }
    return found.getFirst();
  }

  private static Element onlyChild(Element parent) throws CibException {
    if (parent.children().size() != 1) {
      throw new CibException(
          parent.line(),
          lenientFormat(
              "<%s> holds one element, but this holds %s",
              parent.name(), parent.children().size()));
    }
    return parent.children().getFirst();
  }

  private static CibException unexpected(Element parent, Element child) {
    return new CibException(
        child.line(), lenientFormat("<%s> has no <%s>", parent.name(), child.name()));
  }
}
