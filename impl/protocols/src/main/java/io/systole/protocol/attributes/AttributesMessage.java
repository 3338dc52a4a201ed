package io.systole.protocol.attributes;

import io.systole.kernel.ViewId;

/** What attribute managers say to each other in the group {@code attributes}. */
public sealed interface AttributesMessage {

  /**
   * The sender's client wants a change.
   *
   * @param mark which of the sender's changes it is
   */
  record Change(ChangeMark mark, AttributeEdit edit) implements AttributesMessage {}

  /**
   * What the sender knew when a view began.
   *
   * @param view the one that is meant: a late snapshot for another view is none for this one
   */
  record Snapshot(ViewId view, AttributeTable table) implements AttributesMessage {}
}
