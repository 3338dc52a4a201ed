package io.systole.daemons.controller;

import io.systole.cib.CibException;
import io.systole.cib.EpochCodec;
import io.systole.daemons.runtime.RoleContext;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.Service;
import io.systole.xml.Element;
import java.util.Optional;

/** What the controller says to the fencer and hears from it. */
final class FencerService implements ServiceLink.Course, AutoCloseable {

  private final ServiceLink link;

  FencerService(RoleContext context, Heard heard) {
    this.link = new ServiceLink(context, heard, Service.FENCER, this);
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
        reason -> link.warn("the fencer tells nothing: " + reason.error()));
  }

  @Override
  public void event(Element body) {
    if (!body.is("fenced")) {
      link.log("the fencer told <" + body.name() + ">, which is not known here");
      return;
    }
    try {
      Optional<Epoch> asOf =
          body.has("epoch")
              ? Optional.of(EpochCodec.read(body, "epoch", "coordinator"))
              : Optional.empty();
      NodeName target = EpochCodec.node(body, "target");
      link.tell(
          new ControllerEvent.FencingHeard(
              target, body.attribute("action", ""), succeeded(body), asOf));
    } catch (CibException e) {
      link.warn("the fencer told a result that is not understood: " + e.getMessage());
    }
  }

  private static boolean succeeded(Element fenced) {
    return fenced.attribute("status", "").equals("ok");
  }

  void push(ControllerEffect.PushDevices push) {
    Element.Builder devices = push.devices().toBuilder();
    EpochCodec.write(push.epoch(), "epoch", "coordinator", devices);
    link.ask(devices.build());
  }

  void fence(ControllerEffect.Fence fence) {
    Element request =
        ServiceLink.under(fence.epoch(), "fence")
            .attribute("target", fence.target().value())
            .attribute("action", fence.action())
            .attribute("timeout-millis", fence.timeout().toMillis())
            .build();
    link.log("has " + fence.target() + " fenced: " + fence.action());
    link.ask(
        request,
        answer -> ended(fence, succeeded(answer), answer.attribute("reason", "")),
        reason -> ended(fence, false, reason.error().toString()));
  }

  private void ended(ControllerEffect.Fence fence, boolean succeeded, String reason) {
    link.log("fencing of " + fence.target() + (succeeded ? " succeeded" : " failed: " + reason));
    link.tell(
        new ControllerEvent.FenceEnded(
            fence.epoch(), fence.target(), fence.action(), succeeded, reason));
  }
}
