package io.systole.daemons.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cib.CibException;
import io.systole.cib.EpochCodec;
import io.systole.daemons.runtime.RoleContext;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.Service;
import io.systole.xml.Element;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/** What the controller says to the attribute manager and hears from it. */
final class AttributesService implements ServiceLink.Course, AutoCloseable {

  /** Changes that wait for the attribute manager to come back; the oldest are given up first. */
  private static final int MAX_HELD = 1024;

  private final ServiceLink link;
  private final Deque<Element> held = new ArrayDeque<>();
  private boolean ready;

  AttributesService(RoleContext context, Heard heard) {
    this.link =
        new ServiceLink(
            context,
            (event, cause) -> {
              if (event instanceof ControllerEvent.Disconnected) {
                ready = false;
              }
              heard.happened(event, cause);
            },
            Service.ATTRIBUTES,
            this);
  }

  void open() {
    link.open();
  }

  @Override
  public void close() {
    link.close();
  }

  @Override
  public void connected() {
    link.ask(
        Element.of("subscribe"),
        all -> {
          told(all);
          ready = true;
          while (!held.isEmpty()) {
            link.ask(held.remove());
          }
          link.ready();
        },
        reason -> link.warn("the attribute manager tells nothing: " + reason.error()));
  }

  @Override
  public void event(Element body) {
    if (!body.is("attribute-changed")) {
      link.log("the attribute manager told <" + body.name() + ">, which is not known here");
      return;
    }
    try {
      link.tell(
          new ControllerEvent.AttributeChanged(
              EpochCodec.node(body, "node"), body.attribute("name", ""), body.attribute("value")));
    } catch (CibException e) {
      link.warn("the attribute manager told what is not understood: " + e.getMessage());
    }
  }

  private void told(Element all) {
    TreeMap<NodeName, TreeMap<String, String>> values = new TreeMap<>();
    try {
      for (Element attribute : all.children()) {
        if (attribute.has("value")) {
          values
              .computeIfAbsent(EpochCodec.node(attribute, "node"), _ -> new TreeMap<>())
              .put(attribute.attribute("name", ""), attribute.attribute("value", ""));
        }
      }
    } catch (CibException e) {
      link.warn("the attribute manager told what is not understood: " + e.getMessage());
    }
    TreeMap<NodeName, ImmutableSortedMap<String, String>> table = new TreeMap<>();
    values.forEach((node, ofNode) -> table.put(node, ImmutableSortedMap.copyOf(ofNode)));
    link.tell(new ControllerEvent.AttributesTold(ImmutableSortedMap.copyOf(table)));
  }

  void update(ControllerEffect.UpdateAttribute update) {
    change(
        Element.builder("update")
            .attribute("node", update.node().value())
            .attribute("name", update.name())
            .attribute("value", update.value())
            .build());
  }

  void purge(ControllerEffect.PurgeAttributes purge) {
    change(Element.of("purge", "node", purge.node().value()));
  }

  private void change(Element request) {
    if (ready) {
      link.ask(request);
      return;
    }
    if (held.size() >= MAX_HELD) {
      link.warn("gives up " + held.remove() + ": the attribute manager is gone for too long");
    }
    held.add(request);
  }
}
