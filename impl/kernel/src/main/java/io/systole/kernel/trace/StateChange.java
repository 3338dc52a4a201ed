package io.systole.kernel.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is different between two states of a machine, as a trace has them.
 *
 * @param path from the whole to the part, such as {@code round.phases.n2}; empty for the whole
 * @param before {@link Json#MISSING} if there was nothing
 */
public record StateChange(String path, Json before, Json after) {

  /** The smallest parts that differ, in the order of the state. */
  public static ImmutableList<StateChange> between(Json before, Json after) {
    ImmutableList.Builder<StateChange> changes = ImmutableList.builder();
    collect("", before, after, changes);
    return changes.build();
  }

  private static void collect(
      String path, Json before, Json after, ImmutableList.Builder<StateChange> changes) {
    if (before.equals(after)) {
      return;
    }
    if (before instanceof Json.Members(ImmutableMap<String, Json> old)
        && after instanceof Json.Members(ImmutableMap<String, Json> now)
        && isSameKind(old, now)) {
      Set<String> names = new LinkedHashSet<>(old.keySet());
      names.addAll(now.keySet());
      for (String name : names) {
        collect(
            path.isEmpty() ? name : path + "." + name,
            old.getOrDefault(name, Json.MISSING),
            now.getOrDefault(name, Json.MISSING),
            changes);
      }
    } else {
      changes.add(new StateChange(path, before, after));
    }
  }

  /** Two variants of one sealed type have no parts in common, whatever their names. */
  private static boolean isSameKind(
      ImmutableMap<String, Json> one, ImmutableMap<String, Json> other) {
    return one.getOrDefault("type", Json.MISSING).equals(other.getOrDefault("type", Json.MISSING));
  }

  @Override
  public String toString() {
    return (path.isEmpty() ? "state" : path)
        + ": "
        + Canonical.json(before)
        + " -> "
        + Canonical.json(after);
  }
}
