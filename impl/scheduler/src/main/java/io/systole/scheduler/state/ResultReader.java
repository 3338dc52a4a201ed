package io.systole.scheduler.state;

import io.systole.scheduler.rules.Score;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges one result after another: what it says of the resource, and what follows if it failed. */
final class ResultReader {

  private static final int OK = 0;
  private static final int NOT_RUNNING = 7;
  private static final int RUNNING_PROMOTED = 8;
  private static final int FAILED_PROMOTED = 9;
  private static final int DEGRADED = 190;
  private static final int DEGRADED_PROMOTED = 191;

  private final ClusterReader cluster;
  private final OperationMeta metas;
  private final Migrations migrations;
  private final Expiry expiry;

  ResultReader(ClusterReader cluster, Activity activity) {
    this.cluster = cluster;
    this.metas = new OperationMeta(cluster);
    this.expiry = new Expiry(cluster);
    this.migrations = new Migrations(cluster, activity);
  }

  /** What is concluded so far from one resource's history on one node. */
  static final class Outcome {
    final Resource resource;
    final Node node;
    @Nullable HistoryEntry lastFailure;
    OnFail onFail = OnFail.IGNORE;

    Outcome(Resource resource, Node node) {
      this.resource = resource;
      this.node = node;
    }

    Role role() {
      return resource.status.role;
    }

    void role(Role role) {
      resource.status.role = role;
    }

    void nextRole(Role role) {
      resource.status.nextRole = role;
    }

    void activate() {
      resource.status.role = resource.top().promotable() ? Role.UNPROMOTED : Role.STARTED;
    }
  }

  void read(Outcome outcome, HistoryEntry raw) {
    if (!saysSomething(raw)) {
      return;
    }
    HistoryEntry entry = withoutDegradation(raw);
    boolean expired = expiry.expired(outcome.resource, outcome.node, entry);
    entry = judged(outcome, entry, expired);
    if (expired && entry.targetRc() != entry.rc()) {
      if (entry.intervalMillis() == 0) {
        return;
      }
      if (outcome.node.online && !outcome.node.unclean) {
        outcome.resource.status.expiredMonitors.add(entry.id());
        return;
      }
    }
    switch (entry.status()) {
      case HistoryEntry.PENDING -> pending(outcome, entry);
      case HistoryEntry.DONE -> succeeded(outcome, entry, entry.rc());
      case HistoryEntry.NOT_INSTALLED -> {
        OnFail configured = onFail(outcome, entry);
        if (configured == OnFail.IGNORE) {
          outcome.onFail = OnFail.BAN;
        }
        ban(outcome.resource.top(), outcome.node, "its agent is not installed");
        failed(outcome, entry, configured);
      }
      default -> failure(outcome, entry);
    }
  }

  private static boolean saysSomething(HistoryEntry entry) {
    return switch (entry.task()) {
      case "notify", "meta-data" -> false;
      default -> entry.status() >= HistoryEntry.PENDING;
    };
  }

  private static HistoryEntry withoutDegradation(HistoryEntry entry) {
    return switch (entry.rc()) {
      case DEGRADED -> entry.withRc(OK);
      case DEGRADED_PROMOTED -> entry.withRc(RUNNING_PROMOTED);
      default -> entry;
    };
  }

  // What the result means

  private HistoryEntry judged(Outcome outcome, HistoryEntry entry, boolean expired) {
    if (entry.status() != HistoryEntry.DONE && entry.status() != HistoryEntry.ERROR) {
      return entry;
    }
    boolean expectedResult = entry.targetRc() >= 0 && entry.rc() == entry.targetRc();
    HistoryEntry judged = entry.with(expectedResult ? HistoryEntry.DONE : HistoryEntry.ERROR);
    boolean managed = outcome.resource.status.managed;
    return switch (entry.rc()) {
      case OK ->
          entry.isProbe() && entry.targetRc() == NOT_RUNNING
              ? judged.with(HistoryEntry.DONE)
              : judged;
      case NOT_RUNNING -> {
        if (!entry.isProbe() && !expectedResult && managed) {
          yield judged;
        }
        outcome.role(Role.STOPPED);
        outcome.onFail = OnFail.IGNORE;
        outcome.nextRole(Role.UNKNOWN);
        yield judged.with(HistoryEntry.DONE);
      }
      case RUNNING_PROMOTED -> {
        if (!expired || expectedResult) {
          outcome.role(Role.PROMOTED);
        }
        yield entry.isProbe() && !expectedResult ? judged.with(HistoryEntry.DONE) : judged;
      }
      case FAILED_PROMOTED -> {
        if (!expired) {
          outcome.role(Role.PROMOTED);
        }
        yield judged.with(HistoryEntry.ERROR);
      }
      case 6 -> judged.with(HistoryEntry.ERROR_FATAL);
      case 3 ->
          entry.intervalMillis() > 0
              ? judged.with(HistoryEntry.NOT_SUPPORTED)
              : hard(outcome, judged, expired);
      case 2, 4, 5 -> hard(outcome, judged, expired);
      default -> judged;
    };
  }

  /** What no repetition on this node can mend. */
  private HistoryEntry hard(Outcome outcome, HistoryEntry entry, boolean expired) {
    if (entry.task().equals("stop") && !expired && !cluster.canFence(outcome.node)) {
      outcome.resource.status.managed = false;
      outcome.resource.status.blocked = true;
    }
    return entry.with(HistoryEntry.ERROR_HARD);
  }

  private void pending(Outcome outcome, HistoryEntry entry) {
    HistoryEntry last = outcome.lastFailure;
    boolean answered =
        last != null
            && last.task().equals(entry.task())
            && last.intervalMillis() == entry.intervalMillis()
            && (last.isOfSameOrder(entry) || HistoryEntry.compareAge(last, entry) > 0);
    if (answered) {
      return;
    }
    ResourceStatus status = outcome.resource.status;
    switch (entry.task()) {
      case "start" -> {
        status.startPending = true;
        outcome.activate();
      }
      case "promote" -> outcome.role(Role.PROMOTED);
      case "migrate_to" -> {
        Node target = cluster.nodesByName.get(entry.xml().attribute("migrate_target", ""));
        if (outcome.node.unclean && target != null) {
          status.mustStopOn.add(target);
        }
      }
      default -> {
        // A pending operation of another kind changes nothing yet.
      }
    }
    if (status.pendingTask.isEmpty() && !entry.isProbe()) {
      status.pendingTask = entry.task();
      status.pendingNode = outcome.node;
    }
  }

  private void succeeded(Outcome outcome, HistoryEntry entry, int rc) {
    boolean clears = false;
    if (rc == 5) {
      outcome.role(Role.STOPPED);
    } else if (rc == NOT_RUNNING) {
      clears = true;
    } else {
      switch (entry.task()) {
        case "monitor" -> {
          HistoryEntry last = outcome.lastFailure;
          clears = last != null && last.key().equals(entry.key());
          activateIfLess(outcome);
        }
        case "start", "migrate_from" -> {
          outcome.role(Role.STARTED);
          clears = true;
        }
        case "stop" -> {
          outcome.role(Role.STOPPED);
          clears = true;
        }
        case "promote" -> {
          outcome.role(Role.PROMOTED);
          clears = true;
        }
        case "demote" -> {
          clears = outcome.onFail == OnFail.DEMOTE;
          outcome.role(Role.UNPROMOTED);
        }
        case "migrate_to" -> migrations.sent(outcome, entry);
        default -> activateIfLess(outcome);
      }
    }
    if (clears) {
      forget(outcome);
    }
  }

  private static void activateIfLess(Outcome outcome) {
    if (outcome.role().compareTo(Role.STARTED) < 0) {
      outcome.activate();
    }
  }

  private void forget(Outcome outcome) {
    switch (outcome.onFail) {
      case STOP, BAN, STANDBY, FENCE -> {
        // Only the administrator, or time, takes these back.
      }
      case BLOCK, IGNORE, DEMOTE, RESTART, RESTART_CONTAINER -> {
        outcome.onFail = OnFail.IGNORE;
        outcome.nextRole(Role.UNKNOWN);
      }
      case RESET_REMOTE -> {
        if (outcome.resource.reconnectMillis == 0) {
          outcome.onFail = OnFail.IGNORE;
          outcome.nextRole(Role.UNKNOWN);
        }
      }
    }
  }

  // Failures

  private OnFail onFail(Outcome outcome, HistoryEntry entry) {
    Map<String, String> meta = metas.of(outcome.resource, entry.task(), entry.intervalMillis());
    return metas.onFail(outcome.resource, entry.task(), entry.intervalMillis(), meta);
  }

  private void failure(Outcome outcome, HistoryEntry entry) {
    OnFail configured = onFail(outcome, entry);
    boolean stop = entry.task().equals("stop");
    if (configured == OnFail.IGNORE || (configured == OnFail.RESTART_CONTAINER && stop)) {
      succeeded(outcome, entry, entry.targetRc());
      outcome.resource.status.ignoresFailure = true;
      if (configured == OnFail.RESTART_CONTAINER) {
        worsen(outcome, configured);
      }
      return;
    }
    failed(outcome, entry, configured);
    if (entry.status() == HistoryEntry.ERROR_HARD) {
      ban(outcome.resource.top(), outcome.node, "it failed there in a way that will not mend");
    } else if (entry.status() == HistoryEntry.ERROR_FATAL) {
      ban(outcome.resource.top(), null, "its configuration cannot work anywhere");
    }
  }

  private void failed(Outcome outcome, HistoryEntry entry, OnFail configured) {
    Resource resource = outcome.resource;
    outcome.lastFailure = entry;
    if (entry.isProbe() && (entry.rc() == 5 || entry.status() == HistoryEntry.NOT_INSTALLED)) {
      resource.status.agentMissingOn.add(outcome.node);
    }
    worsen(outcome, configured);
    switch (entry.task()) {
      case "stop" -> ban(resource, outcome.node, "a stop failed there");
      case "migrate_to" -> migrations.notSent(outcome, entry);
      case "migrate_from" -> migrations.notReceived(outcome, entry);
      case "promote" -> outcome.role(Role.PROMOTED);
      case "demote" -> {
        if (configured == OnFail.BLOCK) {
          outcome.role(Role.PROMOTED);
          outcome.nextRole(Role.STOPPED);
        } else {
          // To go on calling it promoted would have it demoted for ever; its stop is enough.
          outcome.role(entry.rc() == NOT_RUNNING ? Role.STOPPED : Role.UNPROMOTED);
        }
      }
      default -> {
        // A start or monitor says nothing more than that it failed.
      }
    }
    if (entry.isProbe() && entry.rc() == 5) {
      outcome.role(Role.STOPPED);
    } else {
      activateIfLess(outcome);
    }
    Role after = roleAfter(outcome, entry, configured);
    if (after != Role.STARTED && resource.status.nextRole.compareTo(after) < 0) {
      outcome.nextRole(after);
    }
    if (after == Role.STOPPED) {
      Resource top = resource.top();
      ban(top.isClone() && !top.unique() ? top : resource, null, "a failure forbids it");
    }
  }

  private Role roleAfter(Outcome outcome, HistoryEntry entry, OnFail onFail) {
    if (onFail == OnFail.STOP) {
      return Role.STOPPED;
    }
    if (onFail == OnFail.RESET_REMOTE && outcome.resource.reconnectMillis > 0) {
      return Role.STOPPED;
    }
    return entry.task().equals("promote") ? Role.UNPROMOTED : Role.STARTED;
  }

  private static void worsen(Outcome outcome, OnFail configured) {
    if (outcome.onFail.compareTo(configured) < 0) {
      outcome.onFail = configured;
    }
  }

  private void ban(Resource resource, @Nullable Node node, String reason) {
    cluster.bans.add(new Ban(resource, node, -Score.INFINITY, reason));
  }
}
