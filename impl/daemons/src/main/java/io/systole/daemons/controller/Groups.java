package io.systole.daemons.controller;

import com.google.common.collect.ImmutableMap;
import io.systole.cib.CibException;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.daemons.runtime.EngineLink;
import io.systole.daemons.runtime.EpochWord;
import io.systole.daemons.runtime.MessageLabels;
import io.systole.daemons.runtime.RoleContext;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.ControllerMessage;
import io.systole.protocol.controller.ControllerMessageCodec;
import io.systole.xml.Element;
import java.util.Optional;

/**
 * The controller's place in the groups {@code controller} and {@code epoch}. A controller that is
 * cut off from them ends, and begins anew: what it knew of the cluster may be wrong by now.
 */
final class Groups implements AutoCloseable {

  private static final String GROUP = "controller";

  private final RoleContext context;
  private final Heard heard;
  private Optional<EngineLink> engine = Optional.empty();

  Groups(RoleContext context, Heard heard) {
    this.context = context;
    this.heard = heard;
  }

  /** Begins to join, unless that has begun. */
  void join() {
    if (engine.isEmpty()) {
      engine =
          Optional.of(
              EngineLink.open(
                  context,
                  ImmutableMap.of(GROUP, new Controllers(), EpochWord.GROUP, new Epochs())));
    }
  }

  void multicast(ControllerMessage message, MessageId id) {
    say(GROUP, MessageLabels.put(id, ControllerMessageCodec.encode(message)));
  }

  void announce(Epoch epoch, MessageId id) {
    say(EpochWord.GROUP, MessageLabels.put(id, EpochWord.of(epoch)));
  }

  private void say(String group, Element message) {
    engine.ifPresent(link -> link.multicast(group, message));
  }

  @Override
  public void close() {
    engine.ifPresent(EngineLink::close);
  }

  private void notUnderstood(NodeName sender, Element message, Exception reason) {
    context
        .log()
        .warning(
            "<"
                + message.name()
                + "> of "
                + sender
                + " is passed over: "
                + reason.getMessage()
                + "; check that all nodes run the same version");
  }

  private void cutOff(String reason) {
    context.fatal(new EngineException("cut off from the other controllers: " + reason));
  }

  private final class Controllers implements EngineListener {

    @Override
    public void viewChanged(View view) {
      context.log().info("view " + view.id() + ": " + view.members() + " of " + view.nodes());
      heard.happened(new ControllerEvent.ViewChanged(view), new Cause.Local("view"));
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      try {
        heard.happened(
            new ControllerEvent.MessageDelivered(sender, ControllerMessageCodec.decode(message)),
            MessageLabels.cause(sender, message));
      } catch (IllegalArgumentException e) {
        notUnderstood(sender, message, e);
      }
    }

    @Override
    public void disconnected(String reason) {
      cutOff(reason);
    }
  }

  private final class Epochs implements EngineListener {

    @Override
    public void viewChanged(View view) {
      // Who listens does not matter: an epoch is said to whoever does.
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      try {
        heard.happened(
            new ControllerEvent.EpochSeen(EpochWord.read(message)),
            MessageLabels.cause(sender, message));
      } catch (CibException e) {
        notUnderstood(sender, message, e);
      }
    }

    @Override
    public void disconnected(String reason) {
      cutOff(reason);
    }
  }
}
