package io.systole.refinement.messaging;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import io.systole.cluster.group.GroupsEffect;
import io.systole.cluster.group.GroupsState;
import io.systole.cluster.group.NodeMessage;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.bus.Names;
import io.systole.xml.Element;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One state of nodes with process groups; the components are the variables of {@code
 * Messaging.tla}.
 *
 * @param nodes each node's own part
 * @param spoken how much processes said
 * @param said what of it has a place in the order
 * @param faults how many there were
 */
record MessagingWorld(
    ImmutableSortedMap<NodeName, Node> nodes,
    int spoken,
    ImmutableSet<Said> said,
    int faults,
    Bus<NodeMessage> bus) {

  /** What was said by whom to which group. */
  record Said(NodeName from, String group, Element payload) {}

  /**
   * What belongs to one node.
   *
   * @param sending what it has said that has no place in the order yet
   * @param processes what the process in each group has seen
   */
  record Node(
      GroupsState state,
      ImmutableList<NodeMessage> sending,
      ImmutableSortedMap<String, Member> processes) {

    static Node started(GroupsState state, Names groups) {
      return new Node(
          state,
          ImmutableList.of(),
          ImmutableSortedMap.copyOf(
              Maps.toMap(
                  groups.nodes().stream().map(NodeName::value).toList(), _ -> Member.OUTSIDE)));
    }

    Member process(String group) {
      return Objects.requireNonNull(processes.get(group));
    }

    Node with(String group, Member process) {
      TreeMap<String, Member> copy = new TreeMap<>(processes);
      copy.put(group, process);
      return new Node(state, sending, ImmutableSortedMap.copyOfSorted(copy));
    }

    Node silenced() {
      return new Node(state, ImmutableList.of(), processes);
    }
  }

  /**
   * What a process has seen in its stay.
   *
   * @param told the views of the last telling
   * @param got the messages
   */
  record Member(ImmutableList<View> told, ImmutableList<GroupsEffect.Deliver> got) {
    static final Member OUTSIDE = new Member(ImmutableList.of(), ImmutableList.of());
  }

  Node node(NodeName name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  MessagingWorld with(NodeName name, UnaryOperator<Node> change) {
    TreeMap<NodeName, Node> copy = new TreeMap<>(nodes);
    copy.put(name, change.apply(node(name)));
    return new MessagingWorld(ImmutableSortedMap.copyOfSorted(copy), spoken, said, faults, bus);
  }

  MessagingWorld with(Bus<NodeMessage> newBus) {
    return new MessagingWorld(nodes, spoken, said, faults, newBus);
  }

  MessagingWorld formed(ImmutableSortedSet<NodeName> members) {
    MessagingWorld parted = with(named(bus.formView(members)));
    for (NodeName member : members) {
      parted = parted.with(member, Node::silenced);
    }
    return parted;
  }

  /** Where nodes are is the name of a view; whom it holds they hear from their inboxes. */
  private static Bus<NodeMessage> named(Bus<NodeMessage> formed) {
    TreeMap<NodeName, Optional<View>> at = new TreeMap<>();
    formed
        .at()
        .forEach((node, view) ->
            at.put(
                node,
                view.map(v -> {
                  ImmutableSortedSet<NodeName> creator = ImmutableSortedSet.of(v.id().creator());
                  return new View(v.id(), creator, creator, 1, true);
                })));
    return new Bus<>(formed.views(), ImmutableSortedMap.copyOfSorted(at), formed.inbox());
  }

  MessagingWorld speaking() {
    return new MessagingWorld(nodes, spoken + 1, said, faults, bus);
  }

  MessagingWorld failing() {
    return new MessagingWorld(nodes, spoken, said, faults + 1, bus);
  }

  MessagingWorld saying(Said more) {
    ImmutableSet<Said> all = ImmutableSet.<Said>builder().addAll(said).add(more).build();
    return new MessagingWorld(nodes, spoken, all, faults, bus);
  }
}
