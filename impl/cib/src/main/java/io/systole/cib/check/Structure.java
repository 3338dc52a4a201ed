package io.systole.cib.check;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.FieldValues;
import io.systole.cib.Finding;
import io.systole.cib.NearIds;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What no configuration may lack, whatever schema it asks for: what its elements need to mean
 * anything, and that references lead to what they are made for.
 */
public final class Structure {

  private static final ImmutableSortedSet<String> RESOURCES =
      ImmutableSortedSet.of("bundle", "clone", "group", "master", "primitive", "template");

  /** What a reference from another section may name. */
  private static final ImmutableSortedSet<String> RESOURCES_AND_TAGS =
      ImmutableSortedSet.<String>naturalOrder().addAll(RESOURCES).add("tag").build();

  /** Elements that stand for another of their name if they have {@code id-ref}. */
  private static final String REFERENCE = "id-ref";

  /** Of each id what elements have it. */
  private final ImmutableSetMultimap<String, String> kinds;

  private final List<Finding> findings = new ArrayList<>();

  private Structure(Element cib) {
    ImmutableSetMultimap.Builder<String, String> named = ImmutableSetMultimap.builder();
    cib.descendants()
        .filter(element -> !element.id().isEmpty() && !Identities.isReference(element))
        .forEach(element -> named.put(element.id(), element.name()));
    this.kinds = named.build();
  }

  /**
   * The faults, those of ids first, and then in the order of the document. All are errors.
   *
   * @param cib a whole document without its status
   */
  public static ImmutableList<Finding> check(Element cib) {
    Structure structure = new Structure(cib);
    // Whether a tag may name what is not there is for the schema to say.
    structure.findings.addAll(Identities.check(cib, true));
    Place.walk(cib, structure::check);
    return ImmutableList.copyOf(structure.findings);
  }

  private void check(Place place) {
    Element element = place.element();
    switch (element.name()) {
      case "primitive" -> primitive(place);
      case "group" -> children(place, "primitive");
      case "clone", "master" -> cloned(place);
      case "bundle", "template", "rsc_location", "tag" -> require(place, "id");
      case "nodes" -> nodes(place);
      case "node" -> require(place, "id", "uname");
      case "op" -> operation(place);
      case "nvpair" -> nvpair(place);
      case "rsc_colocation", "rsc_order", "rsc_ticket" -> constraint(place);
      case "resource_ref" -> refer(place, "id", RESOURCES_AND_TAGS);
      case "role" -> refer(place, "id", ImmutableSortedSet.of("acl_role"));
      case "fencing-level" -> fencingLevel(place);
      default -> {
        // Nothing else is asked of other elements here; schemas say more.
      }
    }
    if (element.is("rsc_location")) {
      location(place);
    }
    if (element.has(REFERENCE)) {
      refer(place, REFERENCE, ImmutableSortedSet.of(element.name()));
    }
  }

  /** A node's id is no id of the document to the schemas, but two nodes may not share one. */
  private void nodes(Place place) {
    TreeSet<String> seen = new TreeSet<>();
    for (Element node : place.element().children("node")) {
      if (!node.id().isEmpty() && !seen.add(node.id())) {
        fault(
            place,
            lenientFormat("the node '%s' is there already", node.id()),
            "give each node an id of its own");
      }
    }
  }

  private void primitive(Place place) {
    Element primitive = place.element();
    require(place, "id");
    if (primitive.has("template")) {
      refer(place, "template", ImmutableSortedSet.of("template"));
      return;
    }
    require(place, "class", "type");
    if (primitive.attribute("class", "").equals("ocf") && !primitive.has("provider")) {
      fault(
          place,
          "it has no provider, and its class is ocf",
          "name the provider, as in provider=\"heartbeat\"");
    }
  }

  private void children(Place place, String child) {
    Element parent = place.element();
    require(place, "id");
    if (parent.children(child).isEmpty()) {
      fault(place, "it holds no <" + child + ">", "put one in, or remove it");
    }
  }

  private void cloned(Place place) {
    Element clone = place.element();
    require(place, "id");
    long held = clone.children().stream().filter(c -> c.is("primitive") || c.is("group")).count();
    if (held != 1) {
      fault(
          place,
          lenientFormat("it holds %s resources, and has to hold one", held),
          "put one primitive or one group into it");
    }
  }

  private void operation(Place place) {
    Element operation = place.element();
    if (operation.has(REFERENCE)) {
      return;
    }
    require(place, "id", "name", "interval");
    operation
        .attribute("interval")
        .filter(interval -> FieldValues.duration(interval).isEmpty())
        .ifPresent(interval ->
            fault(
                place,
                lenientFormat("its interval '%s' is no time", interval),
                "write a number with a unit, as in 30s"));
  }

  private void nvpair(Place place) {
    Element pair = place.element();
    if (!pair.has(REFERENCE)) {
      require(place, "id", "name");
    }
  }

  private void constraint(Place place) {
    Element constraint = place.element();
    require(place, "id");
    boolean sets = constraint.child("resource_set").isPresent();
    ImmutableList<String> refers =
        switch (constraint.name()) {
          case "rsc_colocation" -> ImmutableList.of("rsc", "with-rsc");
          case "rsc_order" -> ImmutableList.of("first", "then");
          default -> ImmutableList.of("rsc");
        };
    for (String attribute : refers) {
      if (constraint.has(attribute)) {
        refer(place, attribute, RESOURCES_AND_TAGS);
      } else if (!sets) {
        require(place, attribute);
      }
    }
    if (constraint.is("rsc_ticket")) {
      require(place, "ticket");
    }
  }

  private void location(Place place) {
    Element location = place.element();
    boolean sets = location.child("resource_set").isPresent();
    if (location.has("rsc")) {
      refer(place, "rsc", RESOURCES_AND_TAGS);
    } else if (!sets && !location.has("rsc-pattern")) {
      require(place, "rsc");
    }
    if (location.child("rule").isEmpty() && !location.has("node")) {
      fault(place, "it has neither a node nor a rule", "say which nodes it is about");
    }
    location
        .attribute("score")
        .filter(score -> FieldValues.number(score).isEmpty())
        .ifPresent(score ->
            fault(
                place,
                lenientFormat("its score '%s' is no score", score),
                "write a whole number, INFINITY or -INFINITY"));
  }

  private void fencingLevel(Place place) {
    Element level = place.element();
    require(place, "id", "index", "devices");
    ImmutableSortedSet<String> primitives = ImmutableSortedSet.of("primitive");
    Splitter devices = Splitter.on(',').trimResults().omitEmptyStrings();
    for (String device : devices.split(level.attribute("devices", ""))) {
      if (kinds.containsKey(device)) {
        refer(place, "devices", device, primitives);
      } else {
        fault(
            place,
            lenientFormat("its devices '%s' is the id of nothing here", device),
            NearIds.suggest(device, kinds.keySet())
                .map(other -> lenientFormat("did you mean '%s'?", other))
                .orElse("create it first, or remove the reference"));
      }
    }
    if (!level.has("target") && !level.has("target-pattern") && !level.has("target-attribute")) {
      fault(place, "it has no target", "name the node that it fences");
    }
  }

  private void require(Place place, String... attributes) {
    Element element = place.element();
    for (String attribute : attributes) {
      if (element.attribute(attribute, "").isEmpty()) {
        fault(
            place,
            lenientFormat("it has no %s", attribute),
            lenientFormat("give it the attribute %s", attribute));
      }
    }
  }

  private void refer(Place place, String attribute, ImmutableSortedSet<String> wanted) {
    refer(place, attribute, place.element().attribute(attribute, ""), wanted);
  }

  /**
   * Checks that {@code id}, if there is such a one, is that of an element of one of {@code wanted}.
   */
  private void refer(Place place, String attribute, String id, ImmutableSortedSet<String> wanted) {
    ImmutableList<String> found = kinds.get(id).asList();
    if (!found.isEmpty() && found.stream().noneMatch(wanted::contains)) {
      fault(
          place,
          lenientFormat("its %s '%s' is a %s", attribute, id, found.getFirst()),
          "name a " + String.join(" or ", wanted));
    }
  }

  private void fault(Place place, String reason, String remedy) {
    findings.add(place.error(reason, remedy));
  }
}
