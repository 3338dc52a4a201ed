package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts a clone's instances, those first that have the best claim to be assigned. */
final class InstanceOrder {

  private final Work work;
  private final Colocations colocations;
  private final Wishes wishes;

  InstanceOrder(Work work, Colocations colocations, Wishes wishes) {
    this.work = work;
    this.colocations = colocations;
    this.wishes = wishes;
  }

  void sort(Resource clone) {
    List<Resource> list = new ArrayList<>(work.children(clone));
    list.sort(this::compare);
    work.sorted[clone.index()] = list;
  }

  int compare(Resource a, Resource b) {
    List<Node> left = a.status().running();
    List<Node> right = b.status().running();
    if (!left.isEmpty() && !right.isEmpty() && left.size() != right.size()) {
      return Integer.compare(left.size(), right.size());
    }
    Node at = allowedPlace(a);
    Node bt = allowedPlace(b);
    boolean aAllowed = left.isEmpty() || at != null;
    boolean bAllowed = right.isEmpty() || bt != null;
    if (aAllowed != bAllowed) {
      return aAllowed ? -1 : 1;
    }
    int byPriority = Integer.compare(work.priority(b), work.priority(a));
    if (byPriority != 0) {
      return byPriority;
    }
    if (at == null || bt == null) {
      return at == bt ? byNumber(a, b) : (at == null ? 1 : -1);
    }
    return comparePlaced(a, at, b, bt);
  }

  private int comparePlaced(Resource a, Node at, Resource b, Node bt) {
    if (work.available(at) != work.available(bt)) {
      return work.available(at) ? -1 : 1;
    }
    boolean aTop = topAllows(a, at);
    boolean bTop = topAllows(b, bt);
    if (!aTop || !bTop) {
      return aTop == bTop ? byNumber(a, b) : (aTop ? -1 : 1);
    }
    int byCount = Integer.compare(count(a, at), count(b, bt));
    if (byCount != 0) {
      return byCount;
    }
    if (a.status().failed() != b.status().failed()) {
      return a.status().failed() ? 1 : -1;
    }
    int byWishes = compareWishes(a, at, b, bt);
    return byWishes != 0 ? byWishes : byNumber(a, b);
  }

  static int byNumber(Resource a, Resource b) {
    // A bundle's containers have no numbers of their own.
    int byNumber = Integer.compare(a.instance(), b.instance());
    return byNumber != 0 ? byNumber : a.id().compareTo(b.id());
  }

  /** Where the instance runs, if it may be there. */
  private @Nullable Node allowedPlace(Resource instance) {
    if (instance.status().running().isEmpty()) {
      return null;
    }
    Node node = instance.status().running().get(0);
    Scores table = work.scores(instance);
    return table.has(node.index()) && table.get(node.index()) >= 0 ? node : null;
  }

  private boolean topAllows(Resource instance, Node node) {
    Resource parent = instance.parent();
    return parent == null || work.scores(parent).has(node.index());
  }

  private int count(Resource instance, Node node) {
    Resource parent = instance.parent();
    return parent == null ? 0 : work.instancesOn(parent)[node.index()];
  }

  /** Compares by what the colocated resources wish for the nodes where the instances run. */
  private int compareWishes(Resource a, Node at, Resource b, Node bt) {
    Scores left = wished(a);
    Scores right = wished(b);
    if (left == null && right == null) {
      return 0;
    }
    int leftScore = left == null ? work.scores(a).get(at.index()) : left.get(at.index());
    int rightScore = right == null ? work.scores(b).get(bt.index()) : right.get(bt.index());
    return Integer.compare(rightScore, leftScore);
  }

  private @Nullable Scores wished(Resource instance) {
    Resource parent = instance.parent();
    if (parent == null) {
      return null;
    }
    List<Colocation> with = colocations.thisWith(parent);
    List<Colocation> of = colocations.withThis(parent);
    if (with.isEmpty() && of.isEmpty()) {
      return null;
    }
    Scores table = new Scores(work.cluster.nodes().size());
    for (Node node : work.cluster.nodes()) {
      if (!instance.status().running().isEmpty() && instance.status().running().get(0) == node) {
        table.set(node.index(), 0);
      }
    }
    for (Colocation colocation : with) {
      double factor = colocation.score() / (double) Score.INFINITY;
      table = wishes.hear(colocation.primary(), table, colocation, factor, Wishes.Mode.DEPENDENTS);
    }
    for (Colocation colocation : of) {
      if (wishes.influences(colocation)) {
        double factor = colocation.score() / (double) Score.INFINITY;
        Wishes.Mode mode = new Wishes.Mode(false, true, true);
        table = wishes.hear(colocation.dependent(), table, colocation, factor, mode);
      }
    }
    return table;
  }
}
