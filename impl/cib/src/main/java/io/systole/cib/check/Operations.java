package io.systole.cib.check;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.cib.FieldValues;
import io.systole.cib.Finding;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What is wrong with a resource's operations (Pacemaker Explained, "Resource Operations"). */
final class Operations {

  /** These change what a resource is, and are done once each time. */
  private static final ImmutableSet<String> NEVER_RECURRING =
      ImmutableSet.of("start", "stop", "promote", "demote");

  private final List<Finding> findings;

  Operations(List<Finding> findings) {
    this.findings = findings;
  }

  void check(Place place) {
    Element element = place.element();
    switch (element.name()) {
      case "operations" -> twice(place);
      case "op" -> operation(place);
      default -> {
        // Nothing else is an operation.
      }
    }
  }

  /** Name and interval are what tells two operations of a resource apart. */
  private void twice(Place place) {
    TreeMap<String, Element> seen = new TreeMap<>();
    for (Element operation : place.element().children("op")) {
      Optional<Duration> interval = interval(operation);
      if (interval.isEmpty()) {
        continue;
      }
      String name = operation.attribute("name", "");
      Element first = seen.putIfAbsent(name + " " + interval.get(), operation);
      if (first != null) {
        findings.add(
            Finding.error(
                ImmutableList.<Element>builder().addAll(place.path()).add(operation).build(),
                lenientFormat(
                    "the operation %s is there already with this interval, as '%s'",
                    name, first.id()),
                "give it another interval, or remove one of the two"));
      }
    }
  }

  private void operation(Place place) {
    Element operation = place.element();
    Optional<Duration> interval = interval(operation);
    String name = operation.attribute("name", "");
    if (interval.isEmpty()) {
      findings.add(noTime(place, "interval"));
    } else if (!interval.get().isZero() && NEVER_RECURRING.contains(name)) {
      findings.add(
          place.error(
              lenientFormat("%s is not done at intervals, so it is not done at all", name),
              "set its interval to 0"));
    }
  }

  private static Finding noTime(Place place, String attribute) {
    return place.error(
        lenientFormat(
            "its %s '%s' is no time", attribute, place.element().attribute(attribute, "")),
        "write a number with a unit, as in 30s");
  }

  private static Optional<Duration> interval(Element operation) {
    return FieldValues.duration(operation.attribute("interval", "0"));
  }
}
