package io.systole.cib;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The parts of a CIB that can be asked for and changed by name. */
public enum CibSection {
  /** All of it. */
  WHOLE(""),
  CONFIGURATION("configuration"),
  CRM_CONFIG("crm_config"),
  NODES("nodes"),
  RESOURCES("resources"),
  CONSTRAINTS("constraints"),
  RSC_DEFAULTS("rsc_defaults"),
  OP_DEFAULTS("op_defaults"),
  FENCING_TOPOLOGY("fencing-topology"),
  ACLS("acls"),
  TAGS("tags"),
  ALERTS("alerts"),
  STATUS("status");

  /** The sections of the configuration that every CIB has, empty or not. */
  static final ImmutableList<CibSection> ALWAYS_THERE =
      ImmutableList.of(CRM_CONFIG, NODES, RESOURCES, CONSTRAINTS);

  private static final ImmutableSortedMap<String, CibSection> BY_TAG = byTag();

  private final String tag;

  CibSection(String tag) {
    this.tag = tag;
  }

  /** The element's name; empty for {@link #WHOLE}. */
  public String tag() {
    return tag;
  }

  /** The section of that name; the empty string names {@link #WHOLE}. */
  public static Optional<CibSection> of(String tag) {
    return Optional.ofNullable(BY_TAG.get(tag));
  }

  /** The names that {@link #of} knows, for messages. */
  public static String known() {
    return String.join(", ", BY_TAG.tailMap("a").keySet());
  }

  /** This section of {@code root}; an empty one where it is not there. */
  Element in(Element root) {
    return switch (this) {
      case WHOLE -> root;
      case CONFIGURATION, STATUS -> childOrEmpty(root, tag);
      case CRM_CONFIG,
          NODES,
          RESOURCES,
          CONSTRAINTS,
          RSC_DEFAULTS,
          OP_DEFAULTS,
          FENCING_TOPOLOGY,
          ACLS,
          TAGS,
          ALERTS ->
          childOrEmpty(CONFIGURATION.in(root), tag);
    };
  }

  /** {@code root} with this section changed; the section is put in where it is not there. */
  Element update(Element root, UnaryOperator<Element> change) {
    return switch (this) {
      case WHOLE -> change.apply(root);
      case CONFIGURATION, STATUS -> updateChild(root, tag, change);
      case CRM_CONFIG,
          NODES,
          RESOURCES,
          CONSTRAINTS,
          RSC_DEFAULTS,
          OP_DEFAULTS,
          FENCING_TOPOLOGY,
          ACLS,
          TAGS,
          ALERTS ->
          updateChild(
              root, CONFIGURATION.tag, configuration -> updateChild(configuration, tag, change));
    };
  }

  private static Element childOrEmpty(Element parent, String name) {
    return parent.child(name).orElseGet(() -> Element.of(name));
  }

  private static Element updateChild(Element parent, String name, UnaryOperator<Element> change) {
    for (int i = 0; i < parent.children().size(); i++) {
      Element child = parent.children().get(i);
      if (child.is(name)) {
        Element changed = change.apply(child);
        return CibTree.same(changed, child) ? parent : parent.withChild(i, changed);
      }
    }
    return parent.plus(change.apply(Element.of(name)));
  }

  private static ImmutableSortedMap<String, CibSection> byTag() {
    ImmutableSortedMap.Builder<String, CibSection> byTag = ImmutableSortedMap.naturalOrder();
    for (CibSection section : values()) {
      byTag.put(section.tag, section);
    }
    return byTag.buildOrThrow();
  }
}
