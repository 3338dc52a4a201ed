package io.systole.refinement.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;
import io.systole.protocol.fencing.Aim;
import io.systole.protocol.fencing.CallId;
import io.systole.protocol.fencing.FencingAction;
import io.systole.protocol.fencing.FencingMessage;
import io.systole.protocol.fencing.FencingState;
import io.systole.protocol.fencing.FencingTimer;
import io.systole.protocol.fencing.OperationId;
import io.systole.refinement.bus.Bus;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One state of a cluster of fencers; the components are the variables of {@code Fencing.tla}. */
record FencingWorld(
    ImmutableSortedMap<NodeName, Node> nodes,
    Bus<FencingMessage> bus,
    ImmutableList<Client> clients,
    int crashes) {

  /**
   * What belongs to one node.
   *
   * @param state empty while there is no fencer
   * @param starts how often a fencer was started
   */
  record Node(
      Optional<FencingState> state,
      ImmutableSet<FencingTimer> timers,
      ImmutableSet<Agent> agents,
      ImmutableSet<Ask> asks,
      ImmutableSet<CallId> draws,
      long starts) {

    static Node of(FencingState state, long starts) {
      return new Node(
          Optional.of(state),
          ImmutableSet.of(),
          ImmutableSet.of(),
          ImmutableSet.of(),
          ImmutableSet.of(),
          starts);
    }

    Node down() {
      return new Node(
          Optional.empty(),
          ImmutableSet.of(),
          ImmutableSet.of(),
          ImmutableSet.of(),
          ImmutableSet.of(),
          starts);
    }
  }

  record Agent(CallId call, String device, Aim aim) {}

  record Ask(OperationId operation, String device) {}

  /** What an agent has done. */
  record Deed(String device, FencingAction action) {}

  /**
   * A client.
   *
   * @param since what agents have done to the target since it asked
   */
  record Client(
      NodeName node, OperationId operation, Aim aim, String result, ImmutableSet<Deed> since) {

    static final String OPEN = "open";

    boolean isOpen() {
      return result.equals(OPEN);
    }

    Client told(String newResult) {
      return new Client(node, operation, aim, isOpen() ? newResult : "told twice", since);
    }

    Client saw(Agent agent) {
      return isOpen() && aim.target().equals(agent.aim().target())
          ? new Client(
              node,
              operation,
              aim,
              result,
              ImmutableSet.<Deed>builder()
                  .addAll(since)
                  .add(new Deed(agent.device(), agent.aim().action()))
                  .build())
          : this;
    }
  }

  Node node(NodeName name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  FencingWorld with(NodeName name, Node node) {
    TreeMap<NodeName, Node> copy = new TreeMap<>(nodes);
    copy.put(name, node);
    return new FencingWorld(ImmutableSortedMap.copyOfSorted(copy), bus, clients, crashes);
  }

  FencingWorld with(Bus<FencingMessage> newBus) {
    return new FencingWorld(nodes, newBus, clients, crashes);
  }

  FencingWorld withClients(ImmutableList<Client> newClients) {
    return new FencingWorld(nodes, bus, newClients, crashes);
  }

  FencingWorld crashed() {
    return new FencingWorld(nodes, bus, clients, crashes + 1);
  }
}
