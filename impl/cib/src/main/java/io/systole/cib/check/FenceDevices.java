package io.systole.cib.check;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.ClusterOptions;
import io.systole.cib.Finding;
import io.systole.cib.options.ClusterOption;
import io.systole.cib.options.OptionValues;
import io.systole.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether there is something to fence with (Pacemaker Explained, "Fencing"). */
final class FenceDevices {

  private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();

  private final List<Finding> findings;
  private final ImmutableSortedSet<String> devices;
  private final boolean enabled;

  FenceDevices(Element cib, List<Finding> findings) {
    this.findings = findings;
    this.devices = devices(cib);
    Optional<Element> options = cib.at("configuration", "crm_config");
    this.enabled =
        options
            .map(ClusterOptions::of)
            .orElse(OptionValues.NONE)
            .flag(ClusterOption.FENCING_ENABLED);
  }

  private static ImmutableSortedSet<String> devices(Element cib) {
    Optional<Element> resources = cib.at("configuration", "resources");
    ImmutableSortedSet<String> templates =
        elements(resources, "template")
            .filter(FenceDevices::isDevice)
            .map(Element::id)
            .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    return elements(resources, "primitive")
        .filter(p -> isDevice(p) || templates.contains(p.attribute("template", "")))
        .map(Element::id)
        .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
  }

  private static Stream<Element> elements(Optional<Element> resources, String name) {
    return resources.stream().flatMap(Element::descendants).filter(e -> e.is(name));
  }

  private static boolean isDevice(Element resource) {
    return resource.attribute("class", "").equals("stonith");
  }

  void check(Place place) {
    switch (place.element().name()) {
      case "resources" -> {
        if (enabled && devices.isEmpty() && !place.isIn("status")) {
          findings.add(
              place.error(
                  "there is no fence device, so that nothing would be started",
                  "configure one, or set fencing-enabled to false where no data are shared"));
        }
      }
      case "fencing-level" -> level(place);
      default -> {
        // Nothing else is about devices.
      }
    }
  }

  private void level(Place place) {
    for (String device : COMMAS.split(place.element().attribute("devices", ""))) {
      if (!devices.contains(device)) {
        findings.add(
            place.warning(
                lenientFormat("there is no fence device '%s', so the level fails", device),
                "name devices that are configured"));
      }
    }
  }
}
