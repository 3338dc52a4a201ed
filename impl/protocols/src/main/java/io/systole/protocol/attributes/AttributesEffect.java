package io.systole.protocol.attributes;

import io.systole.kernel.Sends;
import java.util.Optional;

/** What an attribute manager asks of the world. */
public sealed interface AttributesEffect {

  /** Send to all members, this one included. */
  record Multicast(AttributesMessage message) implements AttributesEffect, Sends {}

  /**
   * Answer the client that made the request {@code handle}.
   *
   * @param refusal why the change was not made, if it was not
   */
  record ReplyToClient(long handle, Optional<AttributesRefusal> refusal)
      implements AttributesEffect {}

  /** Tell all who have subscribed of a value, or that there is none any more. */
  record NotifySubscribers(AttributeKey key, Optional<String> text) implements AttributesEffect {}
}
