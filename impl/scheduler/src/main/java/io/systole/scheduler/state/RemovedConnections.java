package io.systole.scheduler.state;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;

/** Connections to remote and guest nodes that the histories tell of, configured or not. */
final class RemovedConnections {

  private RemovedConnections() {}

  /** Whether a history, or a configured primitive, is that of a connection. */
  static boolean isConnection(Element resource) {
    return resource.attribute("class", "").equals("ocf")
        && resource.attribute("provider", "").equals("pacemaker")
        && resource.attribute("type", "").equals("remote");
  }

  /** The histories of connections on all nodes. */
  static ImmutableList<Element> of(Element status) {
    ImmutableList.Builder<Element> found = ImmutableList.builder();
    for (Element state : status.children("node_state")) {
      state
          .at("lrm", "lrm_resources")
          .ifPresent(all ->
              all.children("lrm_resource").stream()
                  .filter(RemovedConnections::isConnection)
                  .forEach(found::add));
    }
    return found.build();
  }
}
