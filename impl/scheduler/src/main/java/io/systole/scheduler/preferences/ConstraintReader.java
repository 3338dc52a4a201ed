package io.systole.scheduler.preferences;

import io.systole.xml.Element;
import java.util.Optional;

/** Reads the constraints that the administrator wrote. */
final class ConstraintReader {

  private final PreferenceBuilder builder;

  ConstraintReader(PreferenceBuilder builder) {
    this.builder = builder;
  }

  void read() {
    Optional<Element> section = builder.cluster.cib().at("configuration", "constraints");
    if (section.isEmpty()) {
      return;
    }
    LocationReader locations = new LocationReader(builder);
    ColocationReader colocations = new ColocationReader(builder);
    OrderReader orders = new OrderReader(builder);
    for (Element constraint : section.get().children()) {
      if (constraint.is("rsc_location")) {
        locations.read(constraint);
      } else if (constraint.is("rsc_colocation")) {
        colocations.read(constraint);
      } else if (constraint.is("rsc_order")) {
        orders.read(constraint);
      }
    }
  }
}
