package io.systole.scheduler.simulate;

import io.systole.xml.Element;

/** Finds the history that an operation belongs to. */
final class Histories {

  private Histories() {}

  /**
   * The history of a resource on a node: the one under the name that it is shown by, else the one
   * under the name of its configuration, else a new one under the latter.
   *
   * @param primitive has the configuration's name as its id, and {@code class}, {@code provider}
   *     and {@code type}
   */
  static StatusDraft.HistoryDraft of(
      StatusDraft.NodeDraft node, String resource, Element primitive) {
    StatusDraft.HistoryDraft history = node.history(resource);
    if (history == null) {
      history = node.history(primitive.id());
    }
    if (history != null) {
      return history;
    }
    Element.Builder empty = Element.builder("lrm_resource").attribute("id", primitive.id());
    for (String name : new String[] {"class", "provider", "type"}) {
      empty.attribute(name, primitive.attribute(name));
    }
    return node.addHistory(empty.build());
  }
}
