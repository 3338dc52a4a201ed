package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;

/** Why actions are needed or impossible: the action on whose account they became so. */
final class Grounds {

  private final Flags flags;
  private final List<String> reasons = new ArrayList<>();

  Grounds(Flags flags) {
    this.flags = flags;
  }

  void add(Action action) {
    reasons.add(action.reason());
  }

  String of(Action action) {
    return reasons.get(action.index());
  }

  /** Takes a flag away on account of another action; true if it was there. */
  boolean clear(Action action, int flag, Action cause) {
    boolean had = flags.clear(action, flag);
    if (had) {
      note(action, flag, cause);
    }
    return had;
  }

  /** Notes why an action is about to lose those of its flags that are not in {@code rest}. */
  void lose(Action action, int rest, Action cause) {
    for (int flag : new int[] {Flags.OPTIONAL, Flags.RUNNABLE, Flags.MIGRATABLE}) {
      if (flags.has(action, flag) && (rest & flag) == 0) {
        note(action, flag, cause);
      }
    }
  }

  private void note(Action action, int flag, Action cause) {
    // That it cannot be migrated says more than that it is needed, which every move is.
    boolean tellsMore = flag == Flags.MIGRATABLE || reasons.get(action.index()).isEmpty();
    // That a resource's own start asks for its stop is no news.
    boolean ownDoing = cause.resource() != null && cause.resource() == action.resource();
    if (tellsMore && !ownDoing) {
      reasons.set(action.index(), words(flag, cause));
    }
  }

  /** Takes the possibility away for a reason that is no action; true if it was there. */
  boolean block(Action action, String reason) {
    boolean had = flags.clear(action, Flags.RUNNABLE);
    if (had && reasons.get(action.index()).isEmpty()) {
      reasons.set(action.index(), reason);
    }
    return had;
  }

  private static String words(int flag, Action cause) {
    String change =
        switch (flag) {
          case Flags.RUNNABLE -> "unrunnable";
          case Flags.MIGRATABLE -> "unmigrateable";
          default -> "required";
        };
    Resource resource = cause.resource();
    String subject = resource == null ? "" : resource.id() + " ";
    return change + " " + subject + cause.task();
  }
}
