package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Order;
import io.systole.scheduler.preferences.Relation;

/** That one action comes before another. What has proved not to apply has no flags any more. */
public final class Link {

  final Action first;
  final Action then;
  final String reason;
  int flags;

  Link(Action first, Action then, int flags, String reason) {
    this.first = first;
    this.then = then;
    this.flags = flags;
    this.reason = reason;
  }

  public Action first() {
    return first;
  }

  public Action then() {
    return then;
  }

  /** The id of the element or the words that say why. */
  public String reason() {
    return reason;
  }

  public int flags() {
    return flags;
  }

  public boolean has(Relation relation) {
    return Order.has(flags, relation);
  }

  @Override
  public String toString() {
    return first + " then " + then;
  }
}
