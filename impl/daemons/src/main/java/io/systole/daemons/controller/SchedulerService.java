package io.systole.daemons.controller;

import io.systole.daemons.runtime.RoleContext;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.Service;
import io.systole.xml.Element;

/** What the controller says to the scheduler and hears from it. */
final class SchedulerService implements ServiceLink.Course, AutoCloseable {

  private final ServiceLink link;

  SchedulerService(RoleContext context, Heard heard) {
    this.link = new ServiceLink(context, heard, Service.SCHEDULER, this);
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
    link.ready();
  }

  @Override
  public void event(Element body) {
    link.log("the scheduler told <" + body.name() + ">, which is not known here");
  }

  void ask(ControllerEffect.AskScheduler ask) {
    long now = System.currentTimeMillis() / 1000;
    Element request = Element.builder("schedule").attribute("now", now).child(ask.cib()).build();
    link.ask(
        request,
        graph -> link.tell(new ControllerEvent.Scheduled(ask.number(), graph, now)),
        reason -> {
          link.warn("the scheduler has no answer: " + reason.error());
          link.tell(new ControllerEvent.ScheduleFailed(ask.number(), reason.error().reason()));
        });
  }
}
