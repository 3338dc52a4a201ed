package io.systole.scheduler.simulate;

import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CIB whose status section is being changed. Each node's state is taken apart once, when it is
 * first touched, so that a change costs the same however large the status is.
 */
final class StatusDraft {

  private final Element cib;
  private final Map<String, NodeDraft> nodes = new LinkedHashMap<>();
  private final List<Element> others = new ArrayList<>();

  StatusDraft(Element cib) {
    this.cib = cib;
    cib.child("status")
        .ifPresent(status -> {
          for (Element child : status.children()) {
            if (child.is("node_state")) {
              nodes.put(child.attribute("uname", child.id()), new NodeDraft(child));
            } else {
              others.add(child);
            }
          }
        });
  }

  /** The state of a node, made if there is none. */
  NodeDraft node(String name, String id) {
    return nodes.computeIfAbsent(
        name, n -> new NodeDraft(Element.of("node_state", "id", id, "uname", n)));
  }

  @Nullable NodeDraft known(String name) {
    return nodes.get(name);
  }

  /** The other elements of the status section, such as tickets; they may be changed. */
  List<Element> others() {
    return others;
  }

  Element build() {
    Element.Builder status = Element.builder("status");
    cib.child("status").ifPresent(s -> status.attributes(s.attributes()));
    nodes.values().forEach(node -> status.child(node.build()));
    status.children(others);
    List<Element> sections = new ArrayList<>();
    cib.children().stream().filter(c -> !c.is("status")).forEach(sections::add);
    sections.add(status.build());
    return cib.withChildren(sections);
  }

  /** One node's state. */
  static final class NodeDraft {

    private Element state;
    private @Nullable NodeHistories histories;

    NodeDraft(Element state) {
      this.state = state;
    }

    String id() {
      return state.id();
    }

    void set(String attribute, String value) {
      state = state.with(attribute, value);
    }

    /** Forgets the histories and the transient attributes, as when a node has been fenced. */
    void forget() {
      histories = null;
      state = state.withoutChildren(c -> c.is("lrm") || c.is("transient_attributes"));
    }

    /** Puts a child in the place of one of the same name. */
    void replace(Element child) {
      state = state.withoutChildren(c -> c.is(child.name())).plus(child);
    }

    Element state() {
      return state;
    }

    private NodeHistories open() {
      if (histories == null) {
        NodeHistories opened = new NodeHistories();
        state
            .at("lrm", "lrm_resources")
            .ifPresent(resources -> resources.children("lrm_resource").forEach(opened::add));
        histories = opened;
      }
      return histories;
    }

    @Nullable HistoryDraft history(String resource) {
      return open().byResource.get(resource);
    }

    HistoryDraft addHistory(Element empty) {
      return open().add(empty);
    }

    Element build() {
      if (histories == null) {
        return state;
      }
      Element.Builder resources = Element.builder("lrm_resources");
      histories.all.forEach(h -> resources.child(h.build()));
      Element lrm = state.child("lrm").orElse(Element.of("lrm", "id", state.id()));
      List<Element> children = new ArrayList<>();
      state.children().stream().filter(c -> !c.is("lrm")).forEach(children::add);
      children.add(lrm.withChildren(List.of(resources.build())));
      return state.withChildren(children);
    }
  }

  /** One node's histories. Where a status has two of one resource, the last one is added to. */
  private static final class NodeHistories {

    private final List<HistoryDraft> all = new ArrayList<>();
    private final Map<String, HistoryDraft> byResource = new LinkedHashMap<>();

    HistoryDraft add(Element history) {
      HistoryDraft draft = new HistoryDraft(history);
      all.add(draft);
      byResource.put(history.id(), draft);
      return draft;
    }
  }

  /** One resource's history on one node. */
  static final class HistoryDraft {

    private final Element history;
    private final Map<String, Element> entries = new LinkedHashMap<>();
    private int lastCall;

    HistoryDraft(Element history) {
      this.history = history;
      for (Element entry : history.children("lrm_rsc_op")) {
        put(entry);
      }
    }

    String resource() {
      return history.id();
    }

    /** The number for the next operation. */
    int nextCall() {
      return lastCall + 1;
    }

    /** Adds an entry, in the place of one with the same id. */
    void put(Element entry) {
      entries.put(entry.id(), entry);
      int call =
          (int)
              io.systole.scheduler.rules.Values.leadingNumber(entry.attribute("call-id", "0"))
                  .orElse(0);
      lastCall = Math.max(lastCall, call);
    }

    Element build() {
      return history.withChildren(entries.values());
    }
  }
}
