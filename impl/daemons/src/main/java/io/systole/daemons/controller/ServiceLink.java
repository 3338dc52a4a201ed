package io.systole.daemons.controller;

import io.systole.cib.EpochCodec;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleLink;
import io.systole.ipc.IpcException;
import io.systole.kernel.Epoch;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.Service;
import io.systole.xml.Element;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The connection to one of the node's daemons. What was asked and not answered when it is lost is
 * answered by nothing but the loss: the machine asks again when the daemon is back.
 */
final class ServiceLink implements AutoCloseable {

  private final RoleContext context;
  private final Heard heard;
  private final Service service;
  private final Course course;
  private Optional<RoleLink> link = Optional.empty();

  /** What is particular to a daemon. */
  interface Course {

    /** The daemon is there: subscribes, and has the service told as connected once that is done. */
    void connected();

    void event(Element body);
  }

  ServiceLink(RoleContext context, Heard heard, Service service, Course course) {
    this.context = context;
    this.heard = heard;
    this.service = service;
    this.course = course;
  }

  /** The daemon's name. */
  String role() {
    return service.name().toLowerCase(Locale.ROOT);
  }

  void open() {
    link =
        Optional.of(
            RoleLink.open(
                context,
                role(),
                new RoleLink.Listener() {
                  @Override
                  public void connected() {
                    course.connected();
                  }

                  @Override
                  public void event(Element body) {
                    course.event(body);
                  }

                  @Override
                  public void disconnected(IpcException reason) {
                    tell(new ControllerEvent.Disconnected(service));
                  }
                }));
  }

  @Override
  public void close() {
    link.ifPresent(RoleLink::close);
  }

  void tell(ControllerEvent event) {
    heard.from(role(), event);
  }

  /** The daemon is ready to be asked. */
  void ready() {
    tell(new ControllerEvent.Connected(service));
  }

  void log(String line) {
    context.log().info(line);
  }

  void warn(String line) {
    context.log().warning(line);
  }

  /**
   * Asks.
   *
   * @param failed hears of an answer that says no; a lost connection is told by its own event
   */
  void ask(Element request, Consumer<Element> answered, Consumer<IpcException> failed) {
    link.ifPresent(open ->
        open.request(
            request,
            new RoleLink.ReplyHandler() {
              @Override
              public void replied(Element answer) {
                answered.accept(answer);
              }

              @Override
              public void failed(IpcException reason) {
                switch (reason.kind()) {
                  case ABSENT, CLOSED -> {}
                  case REFUSED, TIMED_OUT, BUSY, MALFORMED, UNUSABLE, FAILED ->
                      failed.accept(reason);
                }
              }
            }));
  }

  /** Asks for something whose refusal is only worth a line in the log. */
  void ask(Element request) {
    ask(
        request,
        _ -> {},
        reason -> warn(role() + " refused <" + request.name() + ">: " + reason.error()));
  }

  /** A request under an epoch. */
  static Element.Builder under(Epoch epoch, String request) {
    Element.Builder builder = Element.builder(request);
    EpochCodec.write(epoch, "epoch", "coordinator", builder);
    return builder;
  }
}
