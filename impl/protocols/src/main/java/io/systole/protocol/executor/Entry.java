package io.systole.protocol.executor;

/**
 * What is remembered of a call that ended.
 *
 * @param callId of the {@link Call}
 * @param outcome how it ended
 * @param times when, and how long
 */
public record Entry(long callId, Order order, Outcome outcome, Times times) {

  /**
   * When a call ran.
   *
   * @param changedMillis when it last ran with another result than before, since 1970
   * @param queuedMillis how long it waited
   * @param tookMillis how long it ran
   */
  public record Times(long changedMillis, long queuedMillis, long tookMillis) {}

  /**
   * The same, but {@code changed} no earlier than that.
   *
   * @param changedMillis since 1970
   */
  Entry changedNotBefore(long changedMillis) {
    return new Entry(
        callId,
        order,
        outcome,
        new Times(
            Math.max(times.changedMillis(), changedMillis),
            times.queuedMillis(),
            times.tookMillis()));
  }

  boolean isFailure() {
    return outcome.isFailure(order.key().targetRc());
  }
}
