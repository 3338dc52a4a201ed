package io.systole.daemons.supervisor;

import io.systole.daemons.runtime.RoleLink;
import io.systole.ipc.IpcException;
import io.systole.xml.Element;

/** Asks a node's controller to leave the cluster. */
final class Leave {

  private Leave() {}

  /** Hears how it went. */
  interface Outcome {

    void ended(boolean left, String reason);
  }

  static void ask(RoleLink controller, Outcome outcome) {
    controller.request(
        Element.of("leave"),
        new RoleLink.ReplyHandler() {
          @Override
          public void replied(Element answer) {
            outcome.ended(answer.is("left"), "it said " + answer.name());
          }

          @Override
          public void failed(IpcException reason) {
            outcome.ended(false, reason.error().toString());
          }
        });
  }
}
