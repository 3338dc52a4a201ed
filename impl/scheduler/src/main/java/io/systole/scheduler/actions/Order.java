package io.systole.scheduler.actions;

import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Resource;
import org.jspecify.annotations.Nullable;

/**
 * That one action, or all of a resource's for a task, comes before another.
 *
 * @param flags the relations as a set of bits, see {@link #bits}
 * @param reason the id of the element or the words that say why
 */
public record Order(End first, End then, int flags, String reason) {

  /**
   * One end. Either the action is known, or the resource and task.
   *
   * @param task without its interval
   */
  public record End(
      @Nullable Resource resource, String task, long interval, @Nullable Action action) {

    /**
     * All of a resource's actions for a task.
     *
     * @param task with its interval, as in {@code monitor_0}
     */
    public static End of(Resource resource, String task) {
      int bar = task.lastIndexOf('_');
      return of(resource, task.substring(0, bar), Long.parseLong(task.substring(bar + 1)));
    }

    public static End of(Resource resource, String task, long interval) {
      return new End(resource, task, interval, null);
    }

    public static End of(Action action) {
      return new End(action.resource, action.task, action.interval, action);
    }

    /** An action as such, so that its resource's other actions do not matter. */
    public static End only(Action action) {
      return new End(null, action.task, action.interval, action);
    }
  }

  /** Packs relations into bits. */
  public static int bits(Relation... relations) {
    int bits = 0;
    for (Relation relation : relations) {
      bits |= relation.bit();
    }
    return bits;
  }

  public static int bits(Iterable<Relation> relations) {
    int bits = 0;
    for (Relation relation : relations) {
      bits |= relation.bit();
    }
    return bits;
  }

  public static boolean has(int bits, Relation relation) {
    return (bits & relation.bit()) != 0;
  }
}
