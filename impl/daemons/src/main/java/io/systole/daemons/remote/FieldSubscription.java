package io.systole.daemons.remote;

import io.systole.xml.Element;

/** Whether a peer wants to hear of changes of the CIB. */
final class FieldSubscription {

  static final String OPERATION = "cib_notify";

  /** Notifications that say what has changed. */
  private static final String CHANGES = "cib_diff_notify";

  /** Read by the thread of the CIB manager, written by the peer's. */
  private volatile boolean on;

  /** For the peer's thread alone. */
  private boolean known;

  boolean isOn() {
    return on;
  }

  /**
   * Does what a command says.
   *
   * @return whether the CIB manager has to be asked for changes, which is so once
   */
  boolean turn(FieldCommand command) {
    if (!command.notice().type().equals(CHANGES)) {
      // Of the others (updates that were confirmed) none is sent by our CIB manager.
      return false;
    }
    on = command.notice().wanted();
    boolean first = on && !known;
    known |= on;
    return first;
  }

  /** A change, in the field's words. */
  static Element news(Element diff) {
    return Element.of(
            "notify", "t", OPERATION, "subt", CHANGES, "cib_op", "cib_apply_diff", "cib_rc", "0")
        .plus(Element.of("cib_update_result").plus(diff));
  }
}
