package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Multimap;
import com.google.common.collect.MultimapBuilder;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** One CIB's worth of checking. */
final class CibFaults {

  private static final ImmutableSortedSet<String> RESOURCES =
      ImmutableSortedSet.of("bundle", "clone", "group", "master", "primitive", "template");

  /** What a reference from another section may name. */
  private static final ImmutableSortedSet<String> RESOURCES_AND_TAGS =
      ImmutableSortedSet.<String>naturalOrder().addAll(RESOURCES).add("tag").build();

  /** Elements that stand for another of their name if they have {@code id-ref}. */
  private static final String REFERENCE = "id-ref";

  private final Element configuration;
  private final Multimap<String, Element> byId;
  private final List<CibCheck.Fault> faults = new ArrayList<>();

  private CibFaults(Element configuration) {
    this.configuration = configuration;
    this.byId = MultimapBuilder.linkedHashKeys().arrayListValues().build();
    configuration
        .descendants()
        .filter(element -> !element.id().isEmpty() && !isReference(element))
        .forEach(element -> byId.put(element.id(), element));
  }

  static ImmutableList<CibCheck.Fault> of(Cib cib) {
    CibFaults faults = new CibFaults(cib.configuration());
    faults.duplicates();
    faults.walk(faults.configuration);
    return ImmutableList.copyOf(faults.faults);
  }

  /** Sets, tags and ACLs name other elements by what looks like an id of their own. */
  private static boolean isReference(Element element) {
    return element.is("obj_ref") || element.is("resource_ref") || element.is("role");
  }

  private void duplicates() {
    for (Collection<Element> same : byId.asMap().values()) {
      if (same.size() > 1) {
        List<Element> both = List.copyOf(same);
        Element first = both.getFirst();
        String at = first.line() > 1 ? " on line " + first.line() : "";
        fault(
            both.get(1),
            lenientFormat(
                "the id '%s' is that of %s%s already", first.id(), CibTree.words(first), at),
            "give each element an id of its own");
      }
    }
  }

  private void walk(Element element) {
    check(element);
    element.children().forEach(this::walk);
  }

  private void check(Element element) {
    switch (element.name()) {
      case "primitive" -> primitive(element);
      case "group" -> children(element, "primitive");
      case "clone", "master" -> cloned(element);
      case "bundle", "template", "rsc_location", "tag" -> require(element, "id");
      case "node" -> require(element, "id", "uname");
      case "op" -> operation(element);
      case "nvpair" -> nvpair(element);
      case "rsc_colocation", "rsc_order", "rsc_ticket" -> constraint(element);
      case "resource_ref" -> refer(element, "id", RESOURCES_AND_TAGS);
      case "obj_ref" -> refer(element, "id", ImmutableSortedSet.of());
      case "role" -> refer(element, "id", ImmutableSortedSet.of("acl_role"));
      case "fencing-level" -> fencingLevel(element);
      default -> {
        // Nothing else is asked of other elements here; schemas say more.
      }
    }
    if (element.is("rsc_location")) {
      location(element);
    }
    if (element.has(REFERENCE)) {
      refer(element, REFERENCE, ImmutableSortedSet.of(element.name()));
    }
  }

  private void primitive(Element primitive) {
    require(primitive, "id");
    if (primitive.has("template")) {
      refer(primitive, "template", ImmutableSortedSet.of("template"));
      return;
    }
    require(primitive, "class", "type");
    if (primitive.attribute("class", "").equals("ocf") && !primitive.has("provider")) {
      fault(
          primitive,
          "it has no provider, and its class is ocf",
          "name the provider, as in provider=\"heartbeat\"");
    }
  }

  private void children(Element parent, String child) {
    require(parent, "id");
    if (parent.children(child).isEmpty()) {
      fault(parent, "it holds no <" + child + ">", "put one in, or remove it");
    }
  }

  private void cloned(Element clone) {
    require(clone, "id");
    long held = clone.children().stream().filter(c -> c.is("primitive") || c.is("group")).count();
    if (held != 1) {
      fault(
          clone,
          lenientFormat("it holds %s resources, and has to hold one", held),
          "put one primitive or one group into it");
    }
  }

  private void operation(Element operation) {
    if (operation.has(REFERENCE)) {
      return;
    }
    require(operation, "id", "name", "interval");
    operation
        .attribute("interval")
        .filter(interval -> FieldValues.duration(interval).isEmpty())
        .ifPresent(interval ->
            fault(
                operation,
                lenientFormat("its interval '%s' is no time", interval),
                "write a number with a unit, as in 30s"));
  }

  private void nvpair(Element pair) {
    if (!pair.has(REFERENCE)) {
      require(pair, "id", "name");
    }
  }

  private void constraint(Element constraint) {
    require(constraint, "id");
    boolean sets = constraint.child("resource_set").isPresent();
    ImmutableList<String> refers =
        switch (constraint.name()) {
          case "rsc_colocation" -> ImmutableList.of("rsc", "with-rsc");
          case "rsc_order" -> ImmutableList.of("first", "then");
          default -> ImmutableList.of("rsc");
        };
    for (String attribute : refers) {
      if (constraint.has(attribute)) {
        refer(constraint, attribute, RESOURCES_AND_TAGS);
      } else if (!sets) {
        require(constraint, attribute);
      }
    }
    if (constraint.is("rsc_ticket")) {
      require(constraint, "ticket");
    }
  }

  private void location(Element location) {
    boolean sets = location.child("resource_set").isPresent();
    if (location.has("rsc")) {
      refer(location, "rsc", RESOURCES_AND_TAGS);
    } else if (!sets && !location.has("rsc-pattern")) {
      require(location, "rsc");
    }
    if (location.child("rule").isEmpty() && !location.has("node")) {
      fault(location, "it has neither a node nor a rule", "say which nodes it is about");
    }
    location
        .attribute("score")
        .filter(score -> FieldValues.number(score).isEmpty())
        .ifPresent(score ->
            fault(
                location,
                lenientFormat("its score '%s' is no score", score),
                "write a whole number, INFINITY or -INFINITY"));
  }

  private void fencingLevel(Element level) {
    require(level, "id", "index", "devices");
    ImmutableSortedSet<String> primitives = ImmutableSortedSet.of("primitive");
    for (String device : level.attribute("devices", "").split(",", -1)) {
      if (!device.isBlank()) {
        refer(level, "devices", device.strip(), primitives);
      }
    }
    if (!level.has("target") && !level.has("target-pattern") && !level.has("target-attribute")) {
      fault(level, "it has no target", "name the node that it fences");
    }
  }

  private void require(Element element, String... attributes) {
    for (String attribute : attributes) {
      if (element.attribute(attribute, "").isEmpty()) {
        fault(
            element,
            lenientFormat("it has no %s", attribute),
            lenientFormat("give it the attribute %s", attribute));
      }
    }
  }

  private void refer(Element element, String attribute, ImmutableSortedSet<String> kinds) {
    refer(element, attribute, element.attribute(attribute, ""), kinds);
  }

  /**
   * Checks that {@code id} is that of an element of one of {@code kinds}; any will do if there are
   * none.
   */
  private void refer(
      Element element, String attribute, String id, ImmutableSortedSet<String> kinds) {
    if (byId.get(id).stream().anyMatch(found -> kinds.isEmpty() || kinds.contains(found.name()))) {
      return;
    }
    fault(
        element,
        lenientFormat("its %s '%s' is not there", attribute, id),
        // Near ids take time to find, and nobody reads a long list of guesses.
        (faults.size() < CibCheck.MAX_FAULTS ? near(id, kinds) : Optional.<String>empty())
            .map(other -> lenientFormat("did you mean '%s'?", other))
            .orElse("create it first, or remove the reference"));
  }

  private Optional<String> near(String id, ImmutableSortedSet<String> kinds) {
    TreeSet<String> known = new TreeSet<>();
    byId.forEach((other, found) -> {
      if (kinds.isEmpty() || kinds.contains(found.name())) {
        known.add(other);
      }
    });
    return NearIds.suggest(id, known);
  }

  private void fault(Element element, String reason, String remedy) {
    faults.add(new CibCheck.Fault(element.line(), where(element), reason, remedy));
  }

  /** The element and the named elements around it, from the inside. */
  private String where(Element element) {
    StringBuilder words = new StringBuilder(CibTree.words(element));
    for (Element around : around(configuration, element)) {
      words.append(" in ").append(CibTree.words(around));
    }
    return words.toString();
  }

  /** What {@code wanted} stands in, the innermost first, without the configuration itself. */
  private static ImmutableList<Element> around(Element here, Element wanted) {
    return path(here, wanted).orElse(ImmutableList.of());
  }

  private static Optional<ImmutableList<Element>> path(Element here, Element wanted) {
    for (Element child : here.children()) {
      if (CibTree.same(child, wanted)) {
        return Optional.of(ImmutableList.of());
      }
      Optional<ImmutableList<Element>> below = path(child, wanted);
      if (below.isPresent()) {
        return Optional.of(ImmutableList.<Element>builder().addAll(below.get()).add(child).build());
      }
    }
    return Optional.empty();
  }
}
