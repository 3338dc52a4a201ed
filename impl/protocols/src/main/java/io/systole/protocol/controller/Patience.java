package io.systole.protocol.controller;

import io.systole.cib.options.ClusterOption;
import io.systole.cib.options.OptionValues;
import java.time.Duration;

/** How long each timer runs, by the cluster's options. */
final class Patience {

  /** The longest wait between two attempts to fence a node. */
  static final Duration MAX_FENCING_RETRY = Duration.ofMinutes(1);

  /** How many failures in a row double the wait. */
  private static final int MAX_DOUBLINGS = 5;

  private Patience() {}

  static Duration of(Timer.Kind kind, OptionValues options) {
    return switch (kind) {
      case DEADTIME -> options.duration(ClusterOption.DC_DEADTIME);
      case VOTES -> Duration.ofSeconds(2);
      case OFFER -> Duration.ofSeconds(5);
      case INTEGRATION -> options.duration(ClusterOption.JOIN_INTEGRATION_TIMEOUT);
      case FINALIZATION -> options.duration(ClusterOption.JOIN_FINALIZATION_TIMEOUT);
      case JOIN_RETRY -> Duration.ofSeconds(1);
      case ACTION -> Duration.ofMinutes(1);
      case RETURN_HOLD -> Duration.ofSeconds(5);
      case RETURN_LIMIT -> options.duration(ClusterOption.CONTROLLER_RETURN_TIMEOUT);
      case FENCING_RETRY -> Duration.ofSeconds(2);
      case PROPOSAL_RETRY -> Duration.ofMillis(500);
      case SCHEDULE_RETRY -> Duration.ofSeconds(2);
      case RECHECK -> options.duration(ClusterOption.CLUSTER_RECHECK_INTERVAL);
      case SHUTDOWN_ESCALATION -> options.duration(ClusterOption.SHUTDOWN_ESCALATION);
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
  static long maxFencingAttempts(OptionValues options) {
    return options.number(ClusterOption.FENCING_MAX_ATTEMPTS);
  }
}
