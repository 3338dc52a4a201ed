package io.systole.daemons.controller;

import io.systole.kernel.Cause;
import io.systole.protocol.controller.ControllerEvent;

/** Takes what happens to the controller, on its event loop. */
@FunctionalInterface
interface Heard {

  void happened(ControllerEvent event, Cause cause);

  /** Takes what a daemon of this node said. */
  default void from(String role, ControllerEvent event) {
    happened(event, new Cause.Local(role));
  }
}
