package io.systole.protocol.fencing;

/**
 * An order as its executor sees it.
 *
 * @param device as it was configured when the order came
 * @param attemptsLeft how often the agent may still be run, the present run included
 */
public record DeviceCall(
    FencingMessage.Execute order, FenceDevice device, int attemptsLeft, CallStatus status) {

  /** Where the executor is with an order. */
  public sealed interface CallStatus {

    /** It waits for its delay to be drawn or to pass. */
    record Delayed() implements CallStatus {}

    /** It waits until fewer agents of its device run. */
    record Queued() implements CallStatus {}

    /** The agent runs. */
    record Running() implements CallStatus {}

    /** It is over, and kept so that the same order gets the same answer. */
    record Ended(FencingMessage.Executed answer) implements CallStatus {}
  }

  public CallId id() {
    return order.call();
  }

  public boolean isRunning() {
    return status instanceof CallStatus.Running;
  }

  DeviceCall in(CallStatus newStatus) {
    return new DeviceCall(order, device, attemptsLeft, newStatus);
  }

  DeviceCall withAttemptsLeft(int left) {
    return new DeviceCall(order, device, left, status);
  }
}
