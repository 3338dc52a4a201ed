package io.systole.simulation;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cluster.ClusterEngine;
import io.systole.kernel.Cause;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.protocol.attributes.AttributeEdit;
import io.systole.protocol.attributes.AttributeKey;
import io.systole.protocol.attributes.AttributesEffect;
import io.systole.protocol.attributes.AttributesEvent;
import io.systole.protocol.attributes.AttributesInvariants;
import io.systole.protocol.attributes.AttributesMachine;
import io.systole.protocol.attributes.AttributesMessage;
import io.systole.protocol.attributes.AttributesMessageCodec;
import io.systole.protocol.attributes.AttributesState;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attribute manager. */
final class AttributesProcess
    extends SimProcess<AttributesState, AttributesEvent, AttributesEffect> {

  private ClusterEngine.@Nullable Group group;
  private long handles;

  AttributesProcess(SimNode node) {
    super(
        node,
        Role.ATTRIBUTES,
        new Parts<>(
            new AttributesMachine(),
            AttributesState.initial(node.name(), node.lives()),
            AttributesInvariants.ALL));
  }

  @Override
  void start() {
    group =
        join(
            "attributes",
            new Ears(
                view -> local(new AttributesEvent.ViewChanged(view), "view"),
                (sender, letter) ->
                    handle(
                        new AttributesEvent.MessageDelivered(
                            sender, (AttributesMessage) letter.message()),
                        new Cause.Received(letter.id()))));
  }

  void update(ControllerEffect.UpdateAttribute update) {
    request(AttributeEdit.parse(new AttributeKey(update.node(), update.name()), update.value()));
  }

  void purge(NodeName purged) {
    request(new AttributeEdit.PurgeNode(purged));
  }

  private void request(AttributeEdit edit) {
    local(new AttributesEvent.ChangeRequested(++handles, edit), "controller");
  }

  /** A controller has connected and is told all values. */
  void greet() {
    Map<NodeName, Map<String, String>> values = new TreeMap<>();
    state()
        .table()
        .texts()
        .forEach((key, text) ->
            values.computeIfAbsent(key.node(), n -> new TreeMap<>()).put(key.name(), text));
    ImmutableSortedMap.Builder<NodeName, ImmutableSortedMap<String, String>> all =
        ImmutableSortedMap.naturalOrder();
    values.forEach((of, named) -> all.put(of, ImmutableSortedMap.copyOf(named)));
    node.tellController(new ControllerEvent.AttributesTold(all.buildOrThrow()));
  }

  @Override
  void perform(AttributesEffect effect, MessageId id) {
    switch (effect) {
      case AttributesEffect.Multicast multicast -> multicast(multicast.message(), id);
      case AttributesEffect.ReplyToClient _ -> {
        // The controller asks and does not wait for the answer.
      }
      case AttributesEffect.NotifySubscribers notify ->
          node.tellController(
              new ControllerEvent.AttributeChanged(
                  notify.key().node(), notify.key().name(), notify.text()));
    }
  }

  private void multicast(AttributesMessage message, MessageId id) {
    if (group != null) {
      group.multicast(
          cluster
              .wire()
              .send(
                  id,
                  message,
                  m -> AttributesMessageCodec.decode(AttributesMessageCodec.encode(m))));
    }
  }
}
