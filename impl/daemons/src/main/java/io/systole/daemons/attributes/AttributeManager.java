package io.systole.daemons.attributes;

import com.google.common.collect.ImmutableMap;
import io.systole.cluster.EngineListener;
import io.systole.daemons.runtime.EngineLink;
import io.systole.daemons.runtime.MachineShell;
import io.systole.daemons.runtime.MessageLabels;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.Subscribers;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.kernel.Cause;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.attributes.AttributeEdit;
import io.systole.protocol.attributes.AttributeKey;
import io.systole.protocol.attributes.AttributeTable;
import io.systole.protocol.attributes.AttributesEffect;
import io.systole.protocol.attributes.AttributesEvent;
import io.systole.protocol.attributes.AttributesInvariants;
import io.systole.protocol.attributes.AttributesMachine;
import io.systole.protocol.attributes.AttributesMessage;
import io.systole.protocol.attributes.AttributesMessageCodec;
import io.systole.protocol.attributes.AttributesRefusal;
import io.systole.protocol.attributes.AttributesState;
import io.systole.xml.Element;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An attribute manager at work. For the role's event loop alone. */
final class AttributeManager {

  private static final String GROUP = "attributes";

  private final RoleContext context;
  private final MachineShell<AttributesState, AttributesEvent, AttributesEffect> machine;
  private final EngineLink engine;
  private final Subscribers subscribers = new Subscribers();
  private final Map<Long, Waiting> waiting = new HashMap<>();
  private long handles;

  /** A request and the word that it is answered with once it is done. */
  private record Waiting(IpcRequest request, String done) {}

  AttributeManager(RoleContext context) throws RoleException {
    this.context = context;
    this.machine =
        MachineShell.open(
            context,
            new MachineShell.Parts<>(
                "Attributes",
                new AttributesMachine(),
                AttributesState.initial(context.node(), context.incarnation()),
                AttributesInvariants.ALL),
            this::perform);
    this.engine = EngineLink.open(context, ImmutableMap.of(GROUP, new Members()));
  }

  void stop() {
    engine.close();
  }

  void closed(Peer peer) {
    subscribers.remove(peer);
  }

  /** A client asks. */
  void requested(IpcRequest request) {
    Element body = request.body();
    try {
      switch (body.name()) {
        case "update" -> change(request, update(body), "updated");
        case "purge" -> change(request, new AttributeEdit.PurgeNode(node(body)), "purged");
        case "attributes" -> request.reply(all());
        case "subscribe" -> {
          subscribers.add(request.peer());
          request.reply(all());
        }
        default -> request.fail(IpcError.unknownRequest(AttributesRole.NAME, body.name()));
      }
    } catch (IllegalArgumentException e) {
      request.fail(IpcError.badRequest(String.valueOf(e.getMessage())));
    }
  }

  private static AttributeEdit update(Element body) {
    AttributeKey key = new AttributeKey(node(body), body.attribute("name", ""));
    return AttributeEdit.parse(key, body.attribute("value"));
  }

  private static NodeName node(Element body) {
    return new NodeName(body.attribute("node", ""));
  }

  private void change(IpcRequest request, AttributeEdit edit, String done) {
    long handle = ++handles;
    waiting.put(handle, new Waiting(request, done));
    Step<AttributesState, AttributesEffect> step =
        machine.step(new AttributesEvent.ChangeRequested(handle, edit), new Cause.Local("client"));
    if (step.refusal().isPresent()) {
      waiting.remove(handle);
      request.fail(
          new IpcError(
              "too-many-changes",
              AttributesState.MAX_PENDING + " changes wait to be told to the other nodes",
              "wait until they are, and ask again"));
    }
  }

  private Element all() {
    AttributesState state = machine.state();
    Element.Builder all =
        Element.builder("attributes")
            .attribute("synchronised", Boolean.toString(state.isSynchronised()));
    state
        .table()
        .texts()
        .forEach((key, text) -> all.child(told("attribute", key, Optional.of(text))));
    return all.build();
  }

  private static Element told(String word, AttributeKey key, Optional<String> text) {
    return Element.builder(word)
        .attribute("node", key.node().value())
        .attribute("name", key.name())
        .attribute("value", text)
        .build();
  }

  private void perform(AttributesEffect effect, Optional<MessageId> id) {
    switch (effect) {
      case AttributesEffect.Multicast multicast ->
          engine.multicast(
              GROUP,
              MessageLabels.put(
                  id.orElseThrow(), AttributesMessageCodec.encode(multicast.message())));
      case AttributesEffect.ReplyToClient reply -> answer(reply);
      case AttributesEffect.NotifySubscribers changed ->
          subscribers.publish(told("attribute-changed", changed.key(), changed.text()));
    }
  }

  private void answer(AttributesEffect.ReplyToClient reply) {
    Waiting asked = waiting.remove(reply.handle());
    if (asked == null) {
      return;
    }
    Optional<AttributesRefusal> refusal = reply.refusal();
    if (refusal.isEmpty()) {
      asked.request().reply(Element.of(asked.done()));
    } else {
      asked
          .request()
          .fail(
              new IpcError(
                  "too-many-attributes",
                  "there are " + AttributeTable.MAX_VALUES + " attributes already",
                  "purge those of nodes that are gone"));
    }
  }

  /** The group of the attribute managers. */
  private final class Members implements EngineListener {

    @Override
    public void viewChanged(View view) {
      machine.step(new AttributesEvent.ViewChanged(view), new Cause.Local("view"));
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      AttributesMessage decoded;
      try {
        decoded = AttributesMessageCodec.decode(message);
      } catch (IllegalArgumentException e) {
        context.log().warning(sender + " said something that is not understood: " + e.getMessage());
        return;
      }
      machine.step(
          new AttributesEvent.MessageDelivered(sender, decoded),
          MessageLabels.cause(sender, message));
    }

    @Override
    public void disconnected(String reason) {
      context.fatal(new RoleException("cut off from the other attribute managers: " + reason));
    }
  }
}
