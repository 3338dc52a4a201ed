package io.systole.protocol.controller;

/**
 * A timer of the controller. Equal values name the same timer: to start one again replaces it, and
 * one that was cancelled or replaced does not fire any more.
 *
 * @param subject what it is about, where there can be several of a kind; else empty
 */
public record Timer(Kind kind, String subject) implements Comparable<Timer> {

  /** What a timer is for. */
  public enum Kind {
    /** How long nodes that start together wait for each other before they elect a DC. */
    DEADTIME,
    /** How long to wait for votes before one's own is said again. */
    VOTES,
    /** How long to wait for an offer before one announces oneself. */
    OFFER,
    /** How long the DC waits for requests. */
    INTEGRATION,
    /** How long the DC waits for confirmations. */
    FINALIZATION,
    /** How long the DC waits before it begins another round after one that failed. */
    JOIN_RETRY,
    /** How long an action may take; the subject is the transition's number and the action's id. */
    ACTION,
    /** How long the DC holds scheduling back for controllers that are being restarted. */
    RETURN_HOLD,
    /** How long a node may be without a controller; the subject is the node. */
    RETURN_LIMIT,
    /** How long the DC waits after a fencing that failed before it tries again. */
    FENCING_RETRY,
    /** How long a changed CIB that was refused waits before it is proposed again. */
    PROPOSAL_RETRY,
    /** How long the DC waits before it asks the scheduler again after an error. */
    SCHEDULE_RETRY,
    /** When the DC asks the scheduler even if nothing happened. */
    RECHECK,
    /** How long a node that leaves waits for its resources to stop. */
    SHUTDOWN_ESCALATION
  }

  public static Timer of(Kind kind) {
    return new Timer(kind, "");
  }

  @Override
  public int compareTo(Timer other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : subject.compareTo(other.subject);
  }

  @Override
  public String toString() {
    return subject.isEmpty() ? kind.name() : kind + "/" + subject;
  }
}
