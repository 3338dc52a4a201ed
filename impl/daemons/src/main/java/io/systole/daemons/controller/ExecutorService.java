package io.systole.daemons.controller;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import io.systole.daemons.runtime.RoleContext;
import io.systole.ipc.IpcException;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.Service;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import java.util.Optional;

/** What the controller says to the executor and hears from it. */
final class ExecutorService implements ServiceLink.Course, AutoCloseable {

  /** The order came too late: nobody who counts awaits its result. */
  private static final ImmutableSet<String> TOO_LATE =
      ImmutableSet.of("stale-epoch", "stale-transition");

  private final ServiceLink link;

  ExecutorService(RoleContext context, Heard heard) {
    this.link = new ServiceLink(context, heard, Service.EXECUTOR, this);
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
        _ -> link.ready(),
        reason -> link.warn("the executor tells nothing: " + reason.error()));
  }

  @Override
  public void event(Element body) {
    Optional<TransitionKey> key = TransitionKey.parse(body.attribute("transition-key", ""));
    Integer rc = Ints.tryParse(body.attribute("rc-code", ""));
    if (!body.is("executed") || key.isEmpty() || rc == null) {
      link.log("the executor told <" + body.name() + ">, which is not known here");
      return;
    }
    String resource = body.attribute("rsc", "");
    if (body.attribute("operation", "").equals("delete")) {
      link.tell(new ControllerEvent.ResourceForgotten(key.get(), resource));
    } else {
      Element result =
          body.child("lrm_resource").orElseGet(() -> Element.of("lrm_resource", "id", resource));
      link.tell(new ControllerEvent.Executed(key.get(), rc, result));
    }
  }

  void execute(ControllerEffect.Execute execute) {
    Element request =
        ServiceLink.under(execute.epoch(), "execute").child(execute.operation()).build();
    link.ask(request, _ -> {}, reason -> refused(execute.key(), reason));
  }

  void cancel(ControllerEffect.CancelOperation cancel) {
    Element operation = cancel.operation();
    Element attributes = operation.child("attributes").orElseGet(() -> Element.of("attributes"));
    Element request =
        ServiceLink.under(cancel.epoch(), "cancel")
            .attribute("rsc", operation.child("primitive").map(Element::id).orElse(""))
            .attribute("operation", attributes.attribute("CRM_meta_operation", "monitor"))
            .attribute("interval", attributes.attribute("CRM_meta_interval", ""))
            .build();
    link.ask(
        request,
        _ -> link.tell(new ControllerEvent.OperationCancelled(cancel.key())),
        reason -> refused(cancel.key(), reason));
  }

  private void refused(TransitionKey key, IpcException reason) {
    link.warn("the executor refused an order: " + reason.error());
    if (!TOO_LATE.contains(reason.error().code())) {
      link.tell(new ControllerEvent.ExecuteRefused(key, reason.error().toString()));
    }
  }

  void askHistory() {
    link.ask(
        Element.of("history"),
        history -> link.tell(new ControllerEvent.HistoryTold(history)),
        reason -> link.warn("the executor does not tell its history: " + reason.error()));
  }
}
