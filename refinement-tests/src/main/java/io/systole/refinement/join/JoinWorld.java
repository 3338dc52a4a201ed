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
   * @param told the replicas' view in which the controller last heard of the replica, 0 for none
   * @param orders the synchronisations that it has asked for
   * @param writing the epochs for which its history is being written
   */
  record Node(
      JoinState state,
      ImmutableSortedSet<JoinTimer> timers,
      CibSummary cib,
      int told,
      ImmutableSortedSet<JoinEffect.Synchronise> orders,
      ImmutableSortedSet<Epoch> writing) {

    static final Comparator<JoinEffect.Synchronise> BY_EPOCH =
        Comparator.comparing(JoinEffect.Synchronise::epoch)
            .thenComparing(JoinEffect.Synchronise::source)
            .thenComparing(JoinEffect.Synchronise::replicas);

    static Node started(NodeName self, CibSummary cib) {
      return new Node(
          JoinState.initial(self),
          ImmutableSortedSet.of(),
          cib,
          0,
          ImmutableSortedSet.<JoinEffect.Synchronise>orderedBy(BY_EPOCH).build(),
          ImmutableSortedSet.of());
    }

    Node holding(CibSummary newCib) {
      return new Node(state, timers, newCib, told, orders, writing);
    }

    Node toldIn(int view) {
      return new Node(state, timers, cib, view, orders, writing);
    }
  }

  static JoinWorld initial(Names names) {
    return new JoinWorld(
        ImmutableSortedMap.copyOf(
            Maps.asMap(
                names.all(), node -> Node.started(node, summary(new Epoch(0, node), false)))),
        ImmutableSortedSet.of(),
        0,
        ImmutableSortedSet.of(),
        1,
        Bus.noBus(names.all()));
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
