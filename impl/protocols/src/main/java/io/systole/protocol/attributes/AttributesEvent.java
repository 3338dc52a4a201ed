package io.systole.protocol.attributes;

import io.systole.kernel.NodeName;
import io.systole.kernel.View;

/** What happens to an attribute manager. */
public sealed interface AttributesEvent {

  /** The engine gave a view of the group {@code attributes}. */
  record ViewChanged(View view) implements AttributesEvent {}

  /**
   * A client of this node wants a change.
   *
   * @param handle by which the client is answered, unique on this node
   */
  record ChangeRequested(long handle, AttributeEdit edit) implements AttributesEvent {}

  /** A message arrived in agreed order, maybe one's own. */
  record MessageDelivered(NodeName sender, AttributesMessage message) implements AttributesEvent {}
}
