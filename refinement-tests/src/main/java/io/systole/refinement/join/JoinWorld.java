package io.systole.refinement.join;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinMessage;
import io.systole.protocol.join.JoinState;
import io.systole.protocol.join.JoinTimer;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.bus.Names;
import io.systole.xml.Digest;
import java.util.Comparator;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One state of a cluster that joins; the components are the variables of {@code Join.tla}.
 *
 * @param nodes each node's own part
 * @param wanted the views in which an election is to be held
 * @param elections how many were held
 * @param replicas the number of the view of the replicas that was formed last
 */
record JoinWorld(
    ImmutableSortedMap<NodeName, Node> nodes,
    ImmutableSortedSet<ViewId> wanted,
    int elections,
    ImmutableSortedSet<Epoch> opened,
    int replicas,
    Bus<Said> bus) {

  /** What is said on the bus: messages of the join, and the result of an election. */
  sealed interface Said {}

  /** A message of the join sequence. */
  record Message(JoinMessage message) implements Said {}

  /** The last vote of an election. */
  record Elected(NodeName dc, Epoch greatest) implements Said {}

  /**
   * What belongs to one node.
   *
   * @param cib what its replica has
   * @param known the greatest epoch that its replica has taken part in
   * @param spent whether the DC of that epoch has lost it
   * @param told the replicas' view in which the controller last heard of the replica, 0 for none
   * @param orders the synchronisations that it has asked for
   * @param writing the epochs for which its history is being written
   */
  record Node(
      JoinState state,
      ImmutableSortedSet<JoinTimer> timers,
      CibSummary cib,
      Epoch known,
      boolean spent,
      int told,
      ImmutableSortedSet<JoinEffect.Synchronise> orders,
      ImmutableSortedSet<Epoch> writing) {

    static final Comparator<JoinEffect.Synchronise> BY_EPOCH =
        Comparator.comparing(JoinEffect.Synchronise::epoch)
            .thenComparing(JoinEffect.Synchronise::source)
            .thenComparing(JoinEffect.Synchronise::replicas);

    static Node started(NodeName self, CibSummary cib, Epoch known) {
      return new Node(
          JoinState.initial(self),
          ImmutableSortedSet.of(),
          cib,
          known,
          false,
          0,
          ImmutableSortedSet.<JoinEffect.Synchronise>orderedBy(BY_EPOCH).build(),
          ImmutableSortedSet.of());
    }

    Node holding(CibSummary newCib) {
      return new Node(state, timers, newCib, known, spent, told, orders, writing);
    }

    Node toldIn(int view) {
      return new Node(state, timers, cib, known, spent, view, orders, writing);
    }

    /** Its replica takes part in a round, of a DC that lives. */
    Node promising(Epoch epoch) {
      return new Node(state, timers, cib, epoch, false, told, orders, writing);
    }

    /** The DC that opened {@code known} has lost it. */
    Node outliving() {
      return new Node(state, timers, cib, known, true, told, orders, writing);
    }

    /** Whether its replica takes part in the round {@code epoch}, which its DC has not lost. */
    boolean takesPart(Epoch epoch) {
      return known.compareTo(epoch) < 0 || (known.equals(epoch) && !spent);
    }

    /** What is left when it ends, and is there again: what is on its disk. */
    Node ended(NodeName self) {
      CibSummary onDisk = new CibSummary(cib.term(), cib.version(), false, cib.digest());
      Node again = started(self, onDisk, known);
      return spent ? again.outliving() : again;
    }
  }

  static JoinWorld initial(Names names) {
    return new JoinWorld(
        ImmutableSortedMap.copyOf(Maps.asMap(names.all(), JoinWorld::started)),
        ImmutableSortedSet.of(),
        0,
        ImmutableSortedSet.of(),
        1,
        Bus.noBus(names.all()));
  }

  private static Node started(NodeName node) {
    Epoch none = new Epoch(0, node);
    return Node.started(node, summary(none, false), none);
  }

  static CibSummary summary(Epoch term, boolean live) {
    return new CibSummary(term, CibVersion.ZERO, live, new Digest(0, 0));
  }

  Node node(NodeName name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  JoinWorld with(NodeName name, Node node) {
    TreeMap<NodeName, Node> copy = new TreeMap<>(nodes);
    copy.put(name, node);
    return new JoinWorld(
        ImmutableSortedMap.copyOfSorted(copy), wanted, elections, opened, replicas, bus);
  }

  /** The same after a node has ended and is there again. */
  JoinWorld restarted(NodeName restarting) {
    TreeMap<NodeName, Node> next = new TreeMap<>(nodes);
    next.computeIfPresent(restarting, (name, node) -> node.ended(name));
    next.replaceAll((_, node) ->
        node.known().number() != 0 && node.known().coordinator().equals(restarting)
            ? node.outliving()
            : node);
    return new JoinWorld(
        ImmutableSortedMap.copyOfSorted(next),
        wanted,
        elections,
        opened,
        replicas,
        bus.leave(restarting));
  }

  JoinWorld with(Bus<Said> newBus) {
    return new JoinWorld(nodes, wanted, elections, opened, replicas, newBus);
  }

  JoinWorld wanting(ImmutableSortedSet<ViewId> views, int held) {
    return new JoinWorld(nodes, views, held, opened, replicas, bus);
  }

  JoinWorld opening(ImmutableSortedSet<Epoch> epochs) {
    return new JoinWorld(nodes, wanted, elections, epochs, replicas, bus);
  }

  JoinWorld withReplicas(int view) {
    return new JoinWorld(nodes, wanted, elections, opened, view, bus);
  }
}
