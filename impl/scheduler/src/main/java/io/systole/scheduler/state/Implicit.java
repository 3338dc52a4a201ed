package io.systole.scheduler.state;

import io.systole.xml.Element;
import java.util.Map;

/** The elements of resources that follow from others and that nobody wrote. */
final class Implicit {

  private Implicit() {}

  /**
   * A connection to a remote executor, which is asked every half minute whether it is there.
   *
   * @param startTimeout the empty string if it is that of all operations
   */
  static Element connection(
      String name, String startTimeout, Map<String, String> meta, Map<String, String> parameters) {
    Element.Builder operations =
        Element.builder("operations").child(op(name, "monitor", "30s", "30s"));
    if (!startTimeout.isEmpty()) {
      operations.child(op(name, "start", "0s", startTimeout));
    }
    Element.Builder primitive =
        Element.builder("primitive")
            .attribute("id", name)
            .attribute("class", "ocf")
            .attribute("provider", "pacemaker")
            .attribute("type", "remote")
            .child(set("meta_attributes", name + "-meta_attributes", meta))
            .child(operations.build());
    if (!parameters.isEmpty()) {
      primitive.child(set("instance_attributes", name + "-instance_attributes", parameters));
    }
    return primitive.build();
  }

  /** A set of names and values. */
  static Element set(String element, String id, Map<String, String> values) {
    Element.Builder set = Element.builder(element).attribute("id", id);
    values.forEach((name, value) ->
        set.child(Element.of("nvpair", "id", id + "-" + name, "name", name, "value", value)));
    return set.build();
  }

  /** An operation. */
  static Element op(String resource, String task, String interval, String timeout) {
    String id = resource + "-" + task + "-interval-" + interval;
    return Element.builder("op")
        .attribute("id", id)
        .attribute("name", task)
        .attribute("interval", interval)
        .attribute("timeout", timeout)
        .build();
  }
}
