package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a table of scores hear what resources wish that are colocated with it, and what others wish
 * that are colocated with those, each the fainter the weaker the colocation.
 */
final class Wishes {

  private static final double FULL = Score.INFINITY;

  private final Work work;
  private final Colocations colocations;
  private final boolean[] hearing;

  Wishes(Work work, Colocations colocations) {
    this.work = work;
    this.colocations = colocations;
    this.hearing = new boolean[work.scores.length];
  }

  /** Which way colocations are followed, and what is done with scores that fall below zero. */
  record Mode(boolean primaries, boolean nonNegative, boolean active) {
    static final Mode DEPENDENTS = new Mode(false, false, true);
    static final Mode PRIMARIES = new Mode(true, false, false);

    Mode nowActive() {
      return new Mode(primaries, nonNegative, true);
    }
  }

  /** Marks a score that fell below zero where that is not allowed. */
  private static final int NEAR_NOTHING = -Score.INFINITY - 1;

  /** A resource's own scores with the wishes of those that it depends on. */
  Scores around(Resource resource) {
    return hear(resource, null, null, 1, Mode.PRIMARIES);
  }

  /** Adds a dependent's wishes to the scores of the primary. */
  void addDependent(Colocation colocation, Resource primary) {
    if (!influences(colocation)) {
      return;
    }
    double factor = colocation.score() / FULL;
    // One node that a dependent avoids must not cost a clone an instance.
    Mode mode = new Mode(false, primary.isClone(), true);
    Scores heard = hear(colocation.dependent(), work.scores(primary), colocation, factor, mode);
    work.scores(primary, heard);
  }

  boolean influences(Colocation colocation) {
    return colocation.influence() || colocation.primary().status().running().isEmpty();
  }

  /** The table with the wishes of {@code source}; the table itself is not touched. */
  Scores hear(
      Resource source,
      @Nullable Scores table,
      @Nullable Colocation colocation,
      double factor,
      Mode mode) {
    if (source.isGroup()) {
      List<Resource> members = source.children();
      if (members.isEmpty()) {
        return table == null ? work.scores(source).copy() : table;
      }
      // Asked for itself a group speaks by its last member, who depends on all others.
      boolean itself = mode.primaries() && table == null;
      Resource member = itself ? members.getLast() : members.getFirst();
      return hear(member, table, colocation, factor, mode);
    }
    if (hearing[source.index()]) {
      return table == null ? work.scores(source).copy() : table;
    }
    hearing[source.index()] = true;
    Scores heard = table == null ? work.scores(source).copy() : table.copy();
    if (table != null && colocation != null) {
      addMatching(heard, source, colocation, factor, mode.nonNegative());
    }
    if (work.anyAvailable(heard)) {
      heard = followOn(source, heard, factor, mode.nowActive());
    } else if (mode.active() && table != null) {
      hearing[source.index()] = false;
      return table;
    }
    if (mode.nonNegative()) {
      for (int i = 0; i < heard.size(); i++) {
        if (heard.has(i) && heard.get(i) == NEAR_NOTHING) {
          heard.set(i, 1);
        }
      }
    }
    hearing[source.index()] = false;
    return heard;
  }

  private Scores followOn(Resource source, Scores table, double factor, Mode mode) {
    Scores heard = table;
    List<Colocation> next =
        mode.primaries() ? colocations.thisWith(source) : colocations.withThis(source);
    for (Colocation colocation : next) {
      if (!mode.primaries() && !influences(colocation)) {
        continue;
      }
      Resource other = mode.primaries() ? colocation.primary() : colocation.dependent();
      heard = hear(other, heard, colocation, factor * colocation.score() / FULL, mode);
    }
    return heard;
  }

  private void addMatching(
      Scores table, Resource source, Colocation colocation, double factor, boolean nonNegative) {
    int only = -1;
    int allowed = 0;
    Scores wishes = wishes(source, colocation);
    for (int i = 0; i < wishes.size(); i++) {
      if (wishes.has(i) && wishes.get(i) >= 0) {
        allowed++;
        only = i;
      }
    }
    boolean oneOnly = allowed == 1 && only >= 0;
    for (int i = 0; i < table.size(); i++) {
      if (!table.has(i) || table.get(i) == NEAR_NOTHING) {
        continue;
      }
      int wish = best(wishes, colocation, work.node(i));
      if (factor < 0 && wish < 0 && !oneOnly) {
        // That the other avoids a node is no reason to be drawn there, unless it has no choice.
        continue;
      }
      int sum = Score.add(weighted(wish, factor), table.get(i));
      if (nonNegative && sum < 0 && table.get(i) > 0) {
        table.set(i, NEAR_NOTHING);
      } else if (!nonNegative || sum >= 0 || table.get(i) != 0) {
        table.set(i, sum);
      }
    }
  }

  private Scores wishes(Resource source, Colocation colocation) {
    boolean itself = colocation.explicit() && colocation.dependent() == source;
    Scores own = work.scores(source);
    return itself ? work.preferences.withGroupLocations(source, own) : own;
  }

  private static int weighted(int wish, double factor) {
    double product = factor * wish;
    long rounded = (long) (product < 0 ? product - 0.5 : product + 0.5);
    if (rounded == 0 && wish != 0 && factor != 0) {
      // However faint, a wish is heard.
      return factor > 0 ? 1 : -1;
    }
    return Score.clamp(rounded);
  }

  private int best(Scores wishes, Colocation colocation, Node there) {
    Node node = work.ground(there);
    if (node == null) {
      return -Score.INFINITY;
    }
    if (colocation.byName()) {
      boolean counts = wishes.has(node.index()) && work.available(node);
      return counts ? wishes.get(node.index()) : -Score.INFINITY;
    }
    Optional<String> value = node.attribute(colocation.attribute());
    int best = -Score.INFINITY;
    for (Node other : work.cluster.nodes()) {
      boolean counts =
          wishes.has(other.index())
              && work.available(other)
              && other.attribute(colocation.attribute()).equals(value);
      if (counts) {
        best = Math.max(best, wishes.get(other.index()));
      }
    }
    return best;
  }
}
