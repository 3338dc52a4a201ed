package io.systole.scheduler.preferences;

import com.google.common.collect.ImmutableSet;
import io.systole.scheduler.state.Resource;
import org.jspecify.annotations.Nullable;

/** That one end's action comes before the other end's, and what that means for both. */
public record OrderConstraint(String id, End first, End then, ImmutableSet<Relation> relations) {

  /**
   * One end of an ordering: a task of a resource, or a point in time that has only a name.
   *
   * @param resource null for a point in time
   * @param needed for a point in time: how many actions before it must be possible
   */
  public record End(@Nullable Resource resource, String task, int needed) {

    public static End of(Resource resource, String task) {
      return new End(resource, task, 0);
    }

    public static End point(String name, int needed) {
      return new End(null, name, needed);
    }
  }
}
