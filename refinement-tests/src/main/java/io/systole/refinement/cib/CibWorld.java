package io.systole.refinement.cib;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.StoredCib;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.cib.CibMessage;
import io.systole.protocol.cib.CibState;
import io.systole.refinement.bus.Bus;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One state of a cluster of replicas; the components are the variables of {@code Cib.tla}. */
record CibWorld(
    ImmutableSortedMap<NodeName, Node> nodes,
    Bus<CibMessage> bus,
    ImmutableList<View> views,
    ImmutableList<Request> requests,
    Faults faults) {

  /**
   * What belongs to one node.
   *
   * @param replica empty while its process is not there
   * @param heard what its controller was told last of a round
   */
  record Node(
      Optional<CibState> replica,
      StoredCib disk,
      Optional<StoredCib> storing,
      boolean retrying,
      Optional<Heard> heard) {

    Node with(Optional<StoredCib> nowStoring) {
      return new Node(replica, disk, nowStoring, retrying, heard);
    }

    Node retrying(boolean now) {
      return new Node(replica, disk, storing, now, heard);
    }

    /** The process is gone; what was being stored is stored, or is not. */
    Node gone(boolean kept) {
      StoredCib left = kept ? storing.orElseThrow() : disk;
      return new Node(Optional.empty(), left, Optional.empty(), false, Optional.empty());
    }
  }

  record Heard(String what, Epoch epoch) {}

  /** What a client has asked for, and what it was told. */
  record Request(NodeName by, String kind, String result, Optional<Epoch> term) {

    static final String OPEN = "open";

    Request told(String newResult) {
      return new Request(by, kind, newResult, term);
    }

    Request changed(Epoch inTerm) {
      return new Request(by, kind, "changed", Optional.of(inTerm));
    }
  }

  /**
   * What has gone wrong.
   *
   * @param off nodes without power
   * @param met nodes that have met all others since they were started
   * @param inStep nodes whose controller knows of a round of all since it was started
   * @param winner who has fenced the other of two nodes
   */
  record Faults(
      int crashes,
      int failures,
      int disconnects,
      ImmutableSortedSet<NodeName> off,
      ImmutableSortedSet<NodeName> met,
      ImmutableSortedSet<NodeName> inStep,
      Optional<NodeName> winner) {

    Faults inStep(ImmutableSortedSet<NodeName> now) {
      return new Faults(crashes, failures, disconnects, off, met, now, winner);
    }
  }

  Node node(NodeName name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  boolean up(NodeName name) {
    return node(name).replica().isPresent();
  }

  CibWorld with(NodeName name, Node node) {
    TreeMap<NodeName, Node> copy = new TreeMap<>(nodes);
    copy.put(name, node);
    return new CibWorld(ImmutableSortedMap.copyOfSorted(copy), bus, views, requests, faults);
  }

  CibWorld with(Bus<CibMessage> newBus) {
    return new CibWorld(nodes, newBus, views, requests, faults);
  }

  CibWorld with(Faults newFaults) {
    return new CibWorld(nodes, bus, views, requests, newFaults);
  }

  CibWorld withRequests(ImmutableList<Request> newRequests) {
    return new CibWorld(nodes, bus, views, newRequests, faults);
  }

  CibWorld seeing(View view) {
    return new CibWorld(
        nodes,
        bus,
        ImmutableList.<View>builder().addAll(views).add(view).build(),
        requests,
        faults);
  }
}
