package io.systole.scheduler.why;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.Plan;
import io.systole.scheduler.preferences.Contribution;
import io.systole.scheduler.state.Resource;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Gathers the elements of the configuration that decided something. */
final class Evidence {

  private final Map<String, Element> byId = new LinkedHashMap<>();
  private final Element configuration;
  private final Set<Element> found = new LinkedHashSet<>();

  Evidence(Plan plan) {
    this.configuration =
        plan.cluster().cib().child("configuration").orElse(Element.of("configuration"));
    configuration
        .descendants()
        .filter(e -> !e.id().isEmpty())
        .forEach(e -> byId.putIfAbsent(e.id(), e));
  }

  ImmutableList<Element> all() {
    return ImmutableList.copyOf(found);
  }

  void add(String id) {
    Element element = byId.get(id);
    if (element != null) {
      found.add(element);
    }
  }

  void add(Explanation.Row row) {
    for (Contribution contribution : row.contributions()) {
      add(contribution.element());
    }
  }

  /** The meta attribute of a resource or of what is around it, or of all resources. */
  void addMeta(Resource resource, String name) {
    for (Resource here = resource; here != null; here = here.parent()) {
      if (addPair(here.xml(), "meta_attributes", name)) {
        return;
      }
    }
    configuration
        .child("rsc_defaults")
        .ifPresent(defaults -> addPair(defaults, "meta_attributes", name));
  }

  void addOption(String name) {
    configuration
        .child("crm_config")
        .ifPresent(config -> addPair(config, "cluster_property_set", name));
  }

  private boolean addPair(Element parent, String set, String name) {
    for (Element pairs : parent.children(set)) {
      for (Element pair : pairs.children("nvpair")) {
        if (pair.attribute("name", "").equals(name)) {
          found.add(pair);
          return true;
        }
      }
    }
    return false;
  }
}
