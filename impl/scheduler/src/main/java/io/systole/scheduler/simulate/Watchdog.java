package io.systole.scheduler.simulate;

import io.systole.cib.options.ClusterOption;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;

/** Sets the option that tells whether the nodes have a watchdog. */
final class Watchdog {

  private static final String OPTION = ClusterOption.HAVE_WATCHDOG.word();

  private Watchdog() {}

  static Element set(Element cib, String value) {
    Element configuration = child(cib, "configuration");
    Element options = child(configuration, "crm_config");
    Element set =
        options
            .child("cluster_property_set")
            .orElse(Element.of("cluster_property_set", "id", "cib-bootstrap-options"));
    List<Element> pairs = new ArrayList<>();
    set.children().stream()
        .filter(pair -> !pair.attribute("name", "").equals(OPTION))
        .forEach(pairs::add);
    pairs.add(Element.of("nvpair", "id", set.id() + "-" + OPTION, "name", OPTION, "value", value));
    Element newOptions = put(options, set.withChildren(pairs));
    return put(cib, put(configuration, newOptions));
  }

  private static Element child(Element parent, String name) {
    return parent.child(name).orElse(Element.of(name));
  }

  /** A parent with a child in the place of the first of its name. */
  private static Element put(Element parent, Element child) {
    for (int i = 0; i < parent.children().size(); i++) {
      if (parent.children().get(i).is(child.name())) {
        return parent.withChild(i, child);
      }
    }
    return parent.plus(child);
  }
}
