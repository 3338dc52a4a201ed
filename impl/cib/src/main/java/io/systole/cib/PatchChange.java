package io.systole.cib;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.xml.Element;
import java.util.Optional;

/** One change of a patchset. */
public sealed interface PatchChange {

  /** The element that is changed; for {@link Create} the one that gets a child. */
  PatchPath path();

  /**
   * A new child, with all below it.
   *
   * @param position among the children of {@code path} when all is done, from 0
   */
  record Create(PatchPath path, int position, Element element) implements PatchChange {}

  /**
   * Attributes are set or taken away.
   *
   * @param attributes new values by name; empty takes the attribute away
   * @param result name and all attributes of the element afterwards, where the maker told them
   */
  record Modify(
      PatchPath path,
      ImmutableSortedMap<String, Optional<String>> attributes,
      Optional<Element> result)
      implements PatchChange {}

  /**
   * Another place among the same siblings.
   *
   * @param position when all is done, from 0
   */
  record Move(PatchPath path, int position) implements PatchChange {}

  /** The element goes, with all below it. */
  record Delete(PatchPath path) implements PatchChange {}
}
