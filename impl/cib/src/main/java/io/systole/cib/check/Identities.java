package io.systole.cib.check;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import io.systole.cib.Finding;
import io.systole.cib.NearIds;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ids: each names one element of the configuration, and what is referred to is there. The field's
 * validator holds these as part of its schemas ({@code xsd:ID} and {@code xsd:IDREF}), so a CIB
 * that breaks them is as wrong as one that breaks the grammar.
 */
public final class Identities {

  /** Elements whose {@code id} is the name of something outside of the configuration. */
  private static final ImmutableSet<String> NAMED_FROM_OUTSIDE =
      ImmutableSet.of("node", "acl_target");

  /** Elements whose {@code id} is that of another. */
  private static final ImmutableSet<String> REFERRING_BY_ID =
      ImmutableSet.of("resource_ref", "role", "role_ref", "obj_ref");

  /** The other attributes that hold the id of an element, by the element that has them. */
  private static final ImmutableSetMultimap<String, String> REFERENCES =
      ImmutableSetMultimap.<String, String>builder()
          .put("primitive", "template")
          .put("rsc_location", "rsc")
          .putAll("rsc_colocation", "rsc", "with-rsc")
          .putAll("rsc_order", "first", "then")
          .put("rsc_ticket", "rsc")
          .put("acl_permission", "reference")
          .put("read", "ref")
          .put("write", "ref")
          .put("deny", "ref")
          .build();

  private static final String ID = "id";
  private static final String STAND_IN = "id-ref";
  private static final int MOST_GUESSES = 20;

  private final Map<String, Element> named = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final boolean tagsAreFree;

  private Identities(boolean tagsAreFree) {
    this.tagsAreFree = tagsAreFree;
  }

  /**
   * What is wrong with the ids of a configuration.
   *
   * @param cib the whole document, or a part; of a whole the configuration alone is looked at
   * @param tagsAreFree whether a tag may name what is not there, as it may since pacemaker-3.3
   */
  public static ImmutableList<Finding> check(Element cib, boolean tagsAreFree) {
    Identities identities = new Identities(tagsAreFree);
    Place.walk(
        cib,
        place -> {
          if (!isStatus(place)) {
            identities.name(place);
          }
        });
    Place.walk(
        cib,
        place -> {
          if (!isStatus(place)) {
            identities.refer(place);
          }
        });
    return ImmutableList.copyOf(identities.findings);
  }

  /** Whether an element's {@code id} is that of another. */
  static boolean isReference(Element element) {
    return REFERRING_BY_ID.contains(element.name());
  }

  private static boolean isStatus(Place place) {
    return place.element().is("status") || place.isIn("status");
  }

  private void name(Place place) {
    Element element = place.element();
    boolean hasOwn =
        element.has(ID) && !NAMED_FROM_OUTSIDE.contains(element.name()) && !isReference(element);
    if (!hasOwn) {
      return;
    }
    Element first = named.putIfAbsent(element.id(), element);
    if (first != null) {
      findings.add(place.error(twice(element, first), "give each element an id of its own"));
    }
  }

  private static String twice(Element element, Element first) {
    String line = first.line() > 0 ? " on line " + first.line() : "";
    return first.is(element.name())
        ? lenientFormat("the %s '%s' is there already%s", element.name(), element.id(), line)
        : lenientFormat("the id '%s' is that of a %s%s", element.id(), first.name(), line);
  }

  private void refer(Place place) {
    Element element = place.element();
    if (element.has(STAND_IN)) {
      check(place, STAND_IN);
    }
    for (String attribute : REFERENCES.get(element.name())) {
      if (element.has(attribute)) {
        check(place, attribute);
      }
    }
    boolean byId =
        REFERRING_BY_ID.contains(element.name()) && !(tagsAreFree && element.is("obj_ref"));
    if (byId && element.has(ID)) {
      check(place, ID);
    }
  }

  private void check(Place place, String attribute) {
    String id = place.element().attribute(attribute, "");
    if (named.containsKey(id.strip())) {
      return;
    }
    Optional<String> near =
        // Near ids take time to find, and nobody reads a long list of guesses.
        findings.size() < MOST_GUESSES ? NearIds.suggest(id, named.keySet()) : Optional.empty();
    findings.add(
        place.error(
            lenientFormat("its %s '%s' is the id of nothing here", attribute, id),
            near.map(other -> lenientFormat("did you mean '%s'?", other))
                .orElse("create it first, or remove the reference")));
  }
}
