package io.systole.protocol.attributes;

import io.systole.kernel.Refusal;

/** Why an attribute manager did not act on an event. */
public enum AttributesRefusal implements Refusal {
  /** {@link AttributesState#MAX_PENDING} changes of this node's clients wait already. */
  TOO_MANY_CHANGES,
  /** There are {@link AttributeTable#MAX_VALUES} attributes already. */
  TOO_MANY_ATTRIBUTES,
  /** The sender is not in the view. */
  NOT_A_MEMBER,
  /** The snapshot is of another view, or the second of its sender. */
  STALE_SNAPSHOT,
  /** The change was applied before, or one before it is missing and will be said again with it. */
  OUT_OF_TURN
}
