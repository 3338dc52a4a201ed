package io.systole.agents;

import java.time.Duration;
import java.util.Optional;

/**
 * One thing to be asked of a fence device.
 *
 * @param target the node it is about, for actions that have one
 * @param timeout of all tries together, unless the device is configured with another
 */
public record FenceCall(
    FenceDevice device, FenceAction action, Optional<String> target, Duration timeout) {

  public FenceCall {
    if (action.hasTarget() && target.isEmpty()) {
      throw new IllegalArgumentException(action + " by " + device.id() + " needs a target");
    }
  }
}
