package io.systole.daemons.supervisor;

import io.systole.daemons.runtime.NodeConfiguration.Supervision;

/**
 * How patient a supervisor is, in milliseconds.
 *
 * @param pingInterval from one ping to the next
 * @param pingTimeout after which a role that did not answer is stuck
 * @param startTimeout until a role that was started must answer
 * @param stopTimeout until a role that was asked to stop is killed
 * @param leaveTimeout until a node that leaves stops without its cluster's consent
 * @param restartsPerMinute more of them, and the node gives up
 */
public record SupervisorLimits(
    long pingInterval,
    long pingTimeout,
    long startTimeout,
    long stopTimeout,
    long leaveTimeout,
    int restartsPerMinute) {

  /** How long a stuck process may take to write its stacks. */
  static final long DUMP = 2_000;

  /** A role that ran for as long has not failed again, but anew; and the span of restarts. */
  static final long MINUTE = 60_000;

  /** The rest before the second start in a row; it doubles from then on. */
  static final long FIRST_REST = 100;

  static final long LONGEST_REST = 5_000;

  public static SupervisorLimits of(Supervision configured) {
    return new SupervisorLimits(
        configured.pingInterval().toMillis(),
        configured.pingTimeout().toMillis(),
        configured.startTimeout().toMillis(),
        configured.stopTimeout().toMillis(),
        configured.shutdownEscalation().toMillis(),
        configured.restartsPerMinute());
  }

  /** How long a role rests after so many failures in a row. */
  static long rest(int failures) {
    if (failures <= 1) {
      return 0;
    }
    return Math.min(LONGEST_REST, FIRST_REST << Math.min(failures - 2, 10));
  }
}
