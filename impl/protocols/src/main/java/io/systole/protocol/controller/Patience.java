package io.systole.protocol.controller;

import io.systole.cib.ClusterOptions;
import java.time.Duration;

/** How long each timer runs, by the cluster's options and their defaults. */
final class Patience {

  /** The longest wait between two attempts to fence a node. */
  static final Duration MAX_FENCING_RETRY = Duration.ofMinutes(1);

  /** How many failures in a row double the wait. */
  private static final int MAX_DOUBLINGS = 5;

  private Patience() {}

  static Duration of(Timer.Kind kind, ClusterOptions options) {
    return switch (kind) {
      case DEADTIME -> options.duration("dc-deadtime", Duration.ofSeconds(20));
      case VOTES -> Duration.ofSeconds(2);
      case OFFER -> Duration.ofSeconds(5);
      case INTEGRATION -> options.duration("join-integration-timeout", Duration.ofMinutes(3));
      case FINALIZATION -> options.duration("join-finalization-timeout", Duration.ofMinutes(30));
      case JOIN_RETRY -> Duration.ofSeconds(1);
      case ACTION -> Duration.ofMinutes(1);
      case RETURN_HOLD -> Duration.ofSeconds(5);
      case RETURN_LIMIT -> options.duration("controller-return-timeout", Duration.ofSeconds(60));
      case FENCING_RETRY -> Duration.ofSeconds(2);
      case PROPOSAL_RETRY -> Duration.ofMillis(500);
      case SCHEDULE_RETRY -> Duration.ofSeconds(2);
      case RECHECK -> options.duration("cluster-recheck-interval", Duration.ofMinutes(15));
      case SHUTDOWN_ESCALATION -> options.duration("shutdown-escalation", Duration.ofMinutes(20));
    };
  }

  /**
   * How long to wait after a fencing that failed.
   *
   * @param failures in a row, from 1
   */
  static Duration afterFencing(int failures) {
    Duration wait = Duration.ofSeconds(2L << Math.min(failures - 1, MAX_DOUBLINGS));
    return wait.compareTo(MAX_FENCING_RETRY) > 0 ? MAX_FENCING_RETRY : wait;
  }

  /** How often in a row a node is tried to be fenced before something else has to happen first. */
  static long maxFencingAttempts(ClusterOptions options) {
    return options.number("fencing-max-attempts", 10);
  }
}
