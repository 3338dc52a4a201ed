package io.systole.scheduler.actions;

import io.systole.scheduler.state.HistoryEntry;
import java.util.List;

/** Which part of a history belongs to the present time of activity. */
final class ActiveSpan {

  private ActiveSpan() {}

  /** The index of the last successful stop, or -1. */
  static int stop(List<HistoryEntry> entries) {
    int stop = -1;
    for (int i = 0; i < entries.size(); i++) {
      HistoryEntry entry = entries.get(i);
      if (entry.task().equals("stop") && entry.status() == HistoryEntry.DONE) {
        stop = i;
      }
    }
    return stop;
  }

  /** The index of the last start or of what implies one, or -1. */
  static int start(List<HistoryEntry> entries) {
    int start = -1;
    int promoted = -1;
    int monitored = -1;
    int stop = -1;
    for (int i = 0; i < entries.size(); i++) {
      HistoryEntry entry = entries.get(i);
      switch (entry.task()) {
        case "stop" -> stop = entry.status() == HistoryEntry.DONE ? i : stop;
        case "start", "migrate_from" -> start = i;
        case "promote", "demote" -> promoted = i;
        case "monitor" -> {
          if (monitored <= stop && (entry.rc() == 0 || entry.rc() == 8)) {
            monitored = i;
          }
        }
        default -> {
          // Other tasks say nothing about whether the resource is active.
        }
      }
    }
    if (start >= 0) {
      return start;
    }
    return promoted >= 0 ? promoted : monitored;
  }
}
