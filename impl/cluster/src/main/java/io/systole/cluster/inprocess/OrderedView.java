package io.systole.cluster.inprocess;

import com.google.common.collect.ImmutableList;
import io.systole.cluster.group.NodeMessage;
import io.systole.cluster.group.NodeView;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** One view of the nodes and the order of messages in it, which its first node decides. */
final class OrderedView {

  private final NodeView view;
  private final ImmutableList<InProcessNode> members;
  private final List<Sent> order = new ArrayList<>();
  private final Deque<Sent> stuck = new ArrayDeque<>();
  private final TreeMap<NodeName, Duration> lastAtSequencer = new TreeMap<>();
  private final TreeSet<NodeName> broken = new TreeSet<>();
  private boolean closed;

  /** A message and its sender. */
  record Sent(InProcessNode sender, NodeMessage message) {}

  OrderedView(NodeView view, ImmutableList<InProcessNode> members) {
    this.view = view;
    this.members = members;
  }

  NodeView view() {
    return view;
  }

  ImmutableList<InProcessNode> members() {
    return members;
  }

  /** Who decides the order. */
  InProcessNode sequencer() {
    return members.get(0);
  }

  List<Sent> order() {
    return order;
  }

  /** Messages that have not reached the sequencer, for it is cut off or paused. */
  Deque<Sent> stuck() {
    return stuck;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether the view still orders messages, among all of {@code component} and no others. */
  boolean isWhole(ImmutableList<InProcessNode> component) {
    return !closed
        && broken.isEmpty()
        && members.equals(component)
        && component.stream().allMatch(node -> node.view() == this);
  }

  /** What {@code sender} sent and what is not ordered yet is lost. */
  void lose(InProcessNode sender) {
    broken.add(sender.name());
    stuck.removeIf(sent -> sent.sender() == sender);
  }

  /** Whether all that this sender says in the view is lost. */
  boolean hasLost(Sent sent) {
    return broken.contains(sent.sender().name());
  }

  /** From now on nothing more is ordered. */
  void close() {
    closed = true;
    stuck.clear();
  }

  /** When a message reaches the sequencer: never before one that its sender sent earlier. */
  Duration reaches(NodeName sender, Duration drawn) {
    Duration last = lastAtSequencer.getOrDefault(sender, Duration.ZERO);
    Duration at = drawn.compareTo(last) > 0 ? drawn : last;
    lastAtSequencer.put(sender, at);
    return at;
  }
}
