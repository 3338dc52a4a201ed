package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.systole.cib.acl.CibUser;
import io.systole.kernel.Epoch;
import io.systole.xml.Element;
import java.util.Optional;

/**
 * Changes as XML: {@code <change if-version="" dry-run="" epoch="" coordinator="" user=""
 * groups="">} with one child an edit.
 */
public final class CibEditCodec {

  public static final String CHANGE = "change";

  private CibEditCodec() {}

  public static Element write(CibChange change) {
    Element.Builder written = Element.builder(CHANGE);
    written.attribute("if-version", change.ifVersion().map(CibVersion::toString));
    if (change.epoch().isPresent()) {
      EpochCodec.write(change.epoch().get(), "epoch", "coordinator", written);
    }
    if (change.dryRun()) {
      written.attribute("dry-run", "true");
    }
    change
        .user()
        .ifPresent(user ->
            written
                .attribute("user", user.name())
                .attribute("groups", String.join(" ", user.groups())));
    for (CibEdit edit : change.edits()) {
      written.child(write(edit));
    }
    return written.build();
  }

  public static Element write(CibEdit edit) {
    return switch (edit) {
      case CibEdit.Create create -> around("create", create.section(), create.element());
      case CibEdit.Modify modify ->
          around("modify", modify.section(), modify.fragment())
              .with("create", Boolean.toString(modify.create()));
      case CibEdit.Replace replace -> around("replace", replace.section(), replace.element());
      case CibEdit.Delete delete -> around("delete", delete.section(), delete.pattern());
      case CibEdit.At at -> writeAt(at);
      case CibEdit.Patch patch -> Element.of("patch").plus(PatchCodec.write(patch.patchset()));
      case CibEdit.Erase _ -> Element.of("erase");
      case CibEdit.Bump _ -> Element.of("bump");
    };
  }

  /**
   * Reads {@code <change>}.
   *
   * @throws CibException if it is none
   */
  public static CibChange readChange(Element change) throws CibException {
    if (!change.is(CHANGE)) {
      throw new CibException(
          change.line(),
          lenientFormat("a change begins with <change>, but this with <%s>", change.name()));
    }
    if (change.children().size() > CibEdits.MAX_EDITS) {
      throw new CibException(
          change.line(), "a change has at most " + CibEdits.MAX_EDITS + " edits");
    }
    ImmutableList.Builder<CibEdit> edits = ImmutableList.builder();
    for (Element edit : change.children()) {
      edits.add(readEdit(edit));
    }
    return new CibChange(
        edits.build(), ifVersion(change), epoch(change), flag(change, "dry-run"), user(change));
  }

  /**
   * Reads one edit.
   *
   * @throws CibException if it is none
   */
  public static CibEdit readEdit(Element edit) throws CibException {
    if (edit.has("xpath")) {
      return readAt(edit);
    }
    String section = edit.attribute("section", "");
    return switch (edit.name()) {
      case "create" -> new CibEdit.Create(section, only(edit));
      case "modify" -> new CibEdit.Modify(section, only(edit), flag(edit, "create"));
      case "replace" -> new CibEdit.Replace(section, only(edit));
      case "delete" -> new CibEdit.Delete(section, only(edit));
      case "patch" -> new CibEdit.Patch(PatchCodec.read(only(edit)));
      case "erase" -> new CibEdit.Erase();
      case "bump" -> new CibEdit.Bump();
      default ->
          throw new CibException(
              edit.line(),
              lenientFormat(
                  "<%s> is no edit; known are create, modify, replace, delete, patch, erase, bump",
                  edit.name()));
    };
  }

  private static Element writeAt(CibEdit.At at) {
    Element.Builder written =
        Element.builder(Ascii.toLowerCase(at.way().name())).attribute("xpath", at.path());
    if (at.all()) {
      written.attribute("all", "true");
    }
    at.element().ifPresent(written::child);
    return written.build();
  }

  private static CibEdit.At readAt(Element edit) throws CibException {
    CibEdit.At.Way way =
        switch (edit.name()) {
          case "create" -> CibEdit.At.Way.CREATE;
          case "modify" -> CibEdit.At.Way.MODIFY;
          case "replace" -> CibEdit.At.Way.REPLACE;
          case "delete" -> CibEdit.At.Way.DELETE;
          default ->
              throw new CibException(
                  edit.line(), lenientFormat("<%s> is not done along a path", edit.name()));
        };
    Optional<Element> element =
        way == CibEdit.At.Way.DELETE ? Optional.empty() : Optional.of(only(edit));
    return new CibEdit.At(edit.attribute("xpath", ""), way, element, flag(edit, "all"));
  }

  private static Element around(String edit, String section, Element element) {
    return Element.of(edit, "section", section).plus(element);
  }

  private static Element only(Element edit) throws CibException {
    if (edit.children().size() != 1) {
      throw new CibException(
          edit.line(),
          lenientFormat(
              "<%s> holds one element, but this holds %s", edit.name(), edit.children().size()));
    }
    return edit.children().getFirst();
  }

  private static boolean flag(Element element, String attribute) throws CibException {
    String value = element.attribute(attribute, "false");
    return FieldValues.flag(value)
        .orElseThrow(() ->
            new CibException(
                element.line(),
                lenientFormat("%s is true or false, but this is '%s'", attribute, value)));
  }

  private static Optional<Epoch> epoch(Element change) throws CibException {
    return change.has("epoch")
        ? Optional.of(EpochCodec.read(change, "epoch", "coordinator"))
        : Optional.empty();
  }

  private static Optional<CibUser> user(Element change) {
    return change
        .attribute("user")
        .map(name ->
            CibUser.of(
                name,
                Splitter.on(' ').omitEmptyStrings().splitToList(change.attribute("groups", ""))));
  }

  private static Optional<CibVersion> ifVersion(Element change) throws CibException {
    Optional<String> text = change.attribute("if-version");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<CibVersion> version = CibVersion.parse(text.get());
    if (version.isEmpty()) {
      throw new CibException(
          change.line(),
          lenientFormat(
              "if-version is three numbers with dots between, but this is '%s'", text.get()));
    }
    return version;
  }
}
