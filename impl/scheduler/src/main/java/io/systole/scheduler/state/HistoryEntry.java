package io.systole.scheduler.state;

import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;

/** One entry of a resource's history on a node ({@code lrm_rsc_op}), read once. */
public record HistoryEntry(
    Element xml,
    String id,
    String key,
    String task,
    long intervalMillis,
    int callId,
    int rc,
    int status,
    int targetRc,
    long changed) {

  public static final int PENDING = -1;
  public static final int DONE = 0;
  public static final int CANCELLED = 1;
  public static final int TIMEOUT = 2;
  public static final int NOT_SUPPORTED = 3;
  public static final int ERROR = 4;
  public static final int ERROR_HARD = 5;
  public static final int ERROR_FATAL = 6;
  public static final int NOT_INSTALLED = 7;
  public static final int NOT_CONNECTED = 8;
  public static final int INVALID = 9;

  /** The result of what has been ordered and has not been answered. */
  static final int RC_AWAITED = 193;

  /** Reads an entry. What it lacks is unknown: status done if there is a result, else pending. */
  public static HistoryEntry of(Element xml) {
    TransitionKey key = TransitionKey.parse(transitionKey(xml));
    return new HistoryEntry(
        xml,
        xml.id(),
        xml.attribute("operation_key", xml.id()),
        xml.attribute("operation", ""),
        Values.integer(xml.attribute("interval", ""), 0),
        Values.integer(xml.attribute("call-id", ""), 0),
        Values.integer(xml.attribute("rc-code", ""), -1),
        Values.integer(xml.attribute("op-status", ""), -2),
        key.targetRc(),
        Values.leadingNumber(xml.attribute("last-rc-change", "")).orElse(-1));
  }

  private static String transitionKey(Element xml) {
    String key = xml.attribute("transition-key", "");
    if (!key.isEmpty()) {
      return key;
    }
    String magic = xml.attribute("transition-magic", "");
    return magic.substring(magic.indexOf(';') + 1);
  }

  public boolean isProbe() {
    return task.equals("monitor") && intervalMillis == 0;
  }

  /** Whether a look at the resource gave one of the answers that are no failure. */
  boolean isClean() {
    return switch (rc) {
      case 0, 7, 8, 190, 191 -> true;
      default -> false;
    };
  }

  boolean isLastFailure() {
    return id.endsWith("_last_failure_0");
  }

  /** The coordinator's name that gave the order, or the empty string. */
  String coordinator() {
    return TransitionKey.parse(transitionKey(xml)).coordinator();
  }

  /** The number of the transition that the order belonged to; -1 if it is not known. */
  long transition() {
    return TransitionKey.parse(transitionKey(xml)).transition();
  }

  /** Whether both tell of one order: one that it was given, the other what came of it. */
  boolean isOfSameOrder(HistoryEntry other) {
    String order = transitionKey(xml);
    return !order.isEmpty() && order.equals(transitionKey(other.xml));
  }

  HistoryEntry with(int newStatus) {
    if (newStatus == status) {
      return this;
    }
    return new HistoryEntry(
        xml, id, key, task, intervalMillis, callId, rc, newStatus, targetRc, changed);
  }

  HistoryEntry withRc(int newRc) {
    return new HistoryEntry(
        xml, id, key, task, intervalMillis, callId, newRc, status, targetRc, changed);
  }

  /**
   * Which of two entries of one resource is newer: negative if {@code a} is older.
   *
   * <p>A result has a call number. An order that is still pending has none, and is put by the
   * transition that it belongs to.
   */
  public static int compareAge(HistoryEntry a, HistoryEntry b) {
    if (a.id.equals(b.id)) {
      return 0;
    }
    if (a.callId >= 0 && a.callId == b.callId) {
      return Long.compare(a.changed, b.changed);
    }
    if (a.callId >= 0 && b.callId >= 0) {
      return Integer.compare(a.callId, b.callId);
    }
    if (!a.coordinator().equals(b.coordinator()) || a.transition() == b.transition()) {
      return b.callId == -1 ? -1 : 1;
    }
    if (b.transition() == -1 || a.transition() == -1) {
      return b.transition() == -1 ? -1 : 1;
    }
    return Long.compare(a.transition(), b.transition());
  }
}
