package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import io.systole.xml.Element;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What each kind of edit does to the tree. Versions are {@link CibEdits}' matter. */
final class CibEditor {

  private CibEditor() {}

  static Element apply(Element root, CibEdit edit) throws EditRefused, CibException {
    CibSection section =
        CibSection.of(edit.section())
            .orElseThrow(() ->
                new EditRefused(
                    EditFault.NONSENSE,
                    "a CIB has no section '" + edit.section() + "'",
                    "name one of " + CibSection.known()));
    return switch (edit) {
      case CibEdit.Create create -> create(root, section, create.element());
      case CibEdit.Modify modify -> modify(root, section, modify);
      case CibEdit.Replace replace -> replace(root, section, replace.element());
      case CibEdit.Delete delete -> delete(root, section, delete.pattern());
      case CibEdit.At at -> PathEditor.apply(root, at);
      case CibEdit.Patch patch -> patch(root, patch.patchset());
      case CibEdit.Erase _ ->
          CibSection.CONFIGURATION.update(root, _ -> Element.of("configuration"));
      case CibEdit.Bump _ -> root;
    };
  }

  private static Element create(Element root, CibSection section, Element element)
      throws EditRefused {
    if (section == CibSection.WHOLE) {
      throw new EditRefused(
          EditFault.NONSENSE,
          lenientFormat("<%s> can't be created in the CIB as a whole", element.name()),
          "name a section to create it in: one of " + CibSection.known());
    }
    ImmutableList<Element> created =
        element.is(section.tag()) ? element.children() : ImmutableList.of(element);
    for (Element one : created) {
      refuseTakenId(root, section, one);
      root = section.update(root, old -> old.plus(one));
    }
    return root;
  }

  private static void refuseTakenId(Element root, CibSection section, Element created)
      throws EditRefused {
    Element there = section.in(root);
    Predicate<Element> taken =
        created.id().isEmpty()
            ? other -> CibSection.of(created.name()).isPresent() && other.is(created.name())
            : other -> other.is(created.name()) && other.id().equals(created.id());
    if (there.children().stream().anyMatch(taken)) {
      throw new EditRefused(
          EditFault.EXISTS,
          lenientFormat("%s is in <%s> already", CibTree.words(created), section.tag()),
          "choose another id, or modify or replace what is there");
    }
  }

  private static Element modify(Element root, CibSection section, CibEdit.Modify modify)
      throws EditRefused {
    Element fragment = modify.fragment();
    if (section == CibSection.WHOLE && fragment.is(Cib.ROOT)) {
      // The epoch and num_updates are counted here and nowhere else.
      Element asked = fragment.without("epoch").without("num_updates");
      return merge(root, asked, modify.create());
    }
    Element there = section.in(root);
    if (fragment.is(section.tag())) {
      Element merged = merge(there, fragment, modify.create());
      return section.update(root, _ -> merged);
    }
    int index = CibTree.indexOf(there, fragment);
    if (index >= 0) {
      Element old = there.children().get(index);
      Element merged = merge(old, fragment, modify.create());
      Element changed = CibTree.same(merged, old) ? there : there.withChild(index, merged);
      return section.update(root, _ -> changed);
    }
    Optional<Element> met = CibTree.find(there, fragment);
    if (met.isPresent()) {
      Element merged = merge(met.get(), fragment, modify.create());
      Element changed = CibTree.swap(there, met.get(), merged);
      return section.update(root, _ -> changed);
    }
    if (!modify.create() || section == CibSection.WHOLE) {
      throw CibTree.notThere(there, fragment);
    }
    return section.update(root, old -> old.plus(fragment));
  }

  static Element merge(Element there, Element fragment, boolean create) throws EditRefused {
    Element merged = there;
    for (Map.Entry<String, String> attribute : fragment.attributes().entrySet()) {
      merged =
          merged.with(
              attribute.getKey(),
              raised(
                  there.attribute(attribute.getKey()), attribute.getKey(), attribute.getValue()));
    }
    if (!fragment.text().isEmpty() && !fragment.text().equals(merged.text())) {
      merged = merged.toBuilder().text(fragment.text()).build();
    }
    for (Element child : fragment.children()) {
      int index = CibTree.indexOf(merged, child);
      if (index >= 0) {
        Element old = merged.children().get(index);
        Element changed = merge(old, child, create);
        merged = CibTree.same(changed, old) ? merged : merged.withChild(index, changed);
      } else if (create) {
        merged = merged.plus(child);
      } else {
        throw CibTree.notThere(there, child);
      }
    }
    return merged;
  }

  /** The field's way to count: {@code name++} and {@code name+=5} as the value of name. */
  private static String raised(Optional<String> old, String name, String value) {
    if (!value.startsWith(name + "+")) {
      return value;
    }
    String by = value.substring(name.length());
    Optional<Long> step =
        by.equals("++")
            ? Optional.of(1L)
            : by.startsWith("+=") ? FieldValues.number(by.substring(2)) : Optional.empty();
    long from = old.flatMap(FieldValues::number).orElse(0L);
    return step.map(s -> Long.toString(LongMath.saturatedAdd(from, s))).orElse(value);
  }

  private static Element replace(Element root, CibSection section, Element element)
      throws EditRefused {
    if (section == CibSection.WHOLE && element.is(Cib.ROOT)) {
      Element status = CibSection.STATUS.in(root);
      return CibEdits.keepNotes(root, CibSection.STATUS.update(element, _ -> status));
    }
    if (element.is(section.tag())) {
      return section.update(root, _ -> element);
    }
    Element there = section.in(root);
    int index = CibTree.indexOf(there, element);
    if (index >= 0) {
      return section.update(root, _ -> there.withChild(index, element));
    }
    Element old = CibTree.find(there, element).orElseThrow(() -> CibTree.notThere(there, element));
    Element changed = CibTree.swap(there, old, element);
    return section.update(root, _ -> changed);
  }

  private static Element patch(Element root, Patchset patchset) throws EditRefused, CibException {
    patchset.refuseUnlessFor(CibVersion.of(root));
    return patchset.appliedTo(root);
  }

  private static Element delete(Element root, CibSection section, Element pattern) {
    return section.update(root, there -> CibTree.without(there, pattern));
  }
}
