package io.systole.refinement.leadership;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.Presence;
import io.systole.protocol.controller.Standing;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One state of two nodes; the components are the variables of {@code Leadership.tla}. */
record LeadershipWorld(
    ImmutableSortedMap<NodeName, Node> nodes,
    ImmutableList<EngineView> views,
    ImmutableList<Optional<Epoch>> changes,
    Faults faults) {

  /**
   * What belongs to one node.
   *
   * @param controller empty while the node is down
   * @param view the number of the view that the node is in; 0 for none
   * @param result the round in which the node has had the other fenced, until its controller hears
   *     of it
   */
  record Node(Optional<Controller> controller, Copy copy, int view, long result) {

    Node with(Controller next) {
      return new Node(Optional.of(next), copy, view, result);
    }

    Node with(Copy next) {
      return new Node(controller, next, view, result);
    }

    Node in(int nextView) {
      return new Node(controller, copy, nextView, result);
    }

    Node resulting(long next) {
      return new Node(controller, copy, view, next);
    }

    /** Only what is on the disk is left. */
    Node gone() {
      return new Node(Optional.empty(), copy.leadingIn(0), 0, 0);
    }
  }

  /** What a controller remembers. */
  record Controller(Presence presence, Standing standing) {

    static final Controller STARTED = new Controller(Presence.NONE, Standing.NONE);
  }

  /**
   * What a replica has.
   *
   * @param ledIn the number of the view in which it takes changes, or 0
   */
  record Copy(Epoch term, long seen, ImmutableList<Integer> holds, int ledIn) {

    Copy seeing(long number) {
      return new Copy(term, number, holds, ledIn);
    }

    Copy leadingIn(int view) {
      return new Copy(term, seen, holds, view);
    }

    Copy holding(int change) {
      return new Copy(
          term, seen, ImmutableList.<Integer>builder().addAll(holds).add(change).build(), ledIn);
    }

    boolean isBetterThan(Copy other) {
      int byTerm = term.compareTo(other.term);
      return byTerm > 0 || (byTerm == 0 && holds.size() > other.holds.size());
    }
  }

  /** A view with its last round. */
  record EngineView(ImmutableSortedSet<NodeName> nodes, Optional<Round> round) {}

  record Round(Epoch epoch, boolean both, boolean synchronised, boolean leads) {}

  record Faults(int fencings, int restarts) {}

  Node node(NodeName name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  boolean up(NodeName name) {
    return node(name).controller().isPresent();
  }

  EngineView view(int number) {
    return views.get(number - 1);
  }

  LeadershipWorld with(NodeName name, Node node) {
    TreeMap<NodeName, Node> copy = new TreeMap<>(nodes);
    copy.put(name, node);
    return new LeadershipWorld(ImmutableSortedMap.copyOfSorted(copy), views, changes, faults);
  }

  LeadershipWorld with(int number, Round round) {
    EngineView old = view(number);
    ImmutableList.Builder<EngineView> all = ImmutableList.builder();
    for (int i = 1; i <= views.size(); i++) {
      all.add(i == number ? new EngineView(old.nodes(), Optional.of(round)) : view(i));
    }
    return new LeadershipWorld(nodes, all.build(), changes, faults);
  }

  LeadershipWorld forming(EngineView view) {
    ImmutableList<EngineView> all =
        ImmutableList.<EngineView>builder().addAll(views).add(view).build();
    return new LeadershipWorld(nodes, all, changes, faults);
  }

  LeadershipWorld changing(Optional<Epoch> acknowledged) {
    return new LeadershipWorld(
        nodes,
        views,
        ImmutableList.<Optional<Epoch>>builder().addAll(changes).add(acknowledged).build(),
        faults);
  }

  LeadershipWorld with(Faults next) {
    return new LeadershipWorld(nodes, views, changes, next);
  }
}
