package io.systole.cluster.inprocess;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.group.NodeMessage;
import io.systole.cluster.group.NodeView;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** How messages move between nodes, and how views form and end. */
final class Traffic {

  private final InProcessOptions options;
  private final VirtualTime time;
  private final Consumer<Fault> observer;
  private final Random draws;
  private final Links links = new Links();
  private ImmutableList<InProcessNode> nodes = ImmutableList.of();
  private long views;

  Traffic(InProcessOptions options, VirtualTime time, Consumer<Fault> observer) {
    this.options = options;
    this.time = time;
    this.observer = observer;
    this.draws = new Random(options.seed());
  }

  Links links() {
    return links;
  }

  /** The nodes in the order of their names, each in its present life. */
  void nodesAre(ImmutableList<InProcessNode> present) {
    nodes = present;
    disturbed();
  }

  /** Something changed: the nodes notice at a moment that is drawn. */
  void disturbed() {
    time.after(between(options.minLatency(), options.detection()), this::settle);
  }

  /** A node fell silent, which is noticed when it has been for the time of detection. */
  void silenced() {
    time.after(options.detection(), this::settle);
  }

  void multicast(InProcessNode sender, NodeMessage message) {
    OrderedView view = sender.view();
    if (view == null || !view.view().id().equals(message.view())) {
      return;
    }
    Duration at = view.reaches(sender.name(), time.now().plus(latency(sender)));
    OrderedView.Sent sent = new OrderedView.Sent(sender, message);
    time.at(at, () -> atSequencer(view, sent));
  }

  private void atSequencer(OrderedView view, OrderedView.Sent sent) {
    if (view.isClosed() || view.hasLost(sent)) {
      return;
    }
    if (draws.nextInt(1000) < options.lossPerMille()) {
      lose(sent.sender());
      return;
    }
    view.stuck().add(sent);
    orderStuck(view);
  }

  /** Orders what can reach the sequencer, each sender's messages in their order. */
  private void orderStuck(OrderedView view) {
    InProcessNode sequencer = view.sequencer();
    if (view.isClosed() || !sequencer.isUp() || sequencer.isPaused()) {
      return;
    }
    int before = view.order().size();
    view.stuck()
        .removeIf(sent ->
            links.connects(sent.sender().name(), sequencer.name()) && view.order().add(sent));
    for (int count = before + 1; count <= view.order().size(); count++) {
      int reached = count;
      for (InProcessNode node : view.members()) {
        time.after(latency(node), () -> arrive(view, node, reached));
      }
    }
  }

  private void arrive(OrderedView view, InProcessNode node, int count) {
    if (node.view() == view && links.connects(view.sequencer().name(), node.name())) {
      node.arrive(count);
    }
  }

  /** Loses what {@code sender} sent and what is not ordered, and ends its view by it. */
  void lose(InProcessNode sender) {
    OrderedView view = sender.view();
    observer.accept(new Fault(time.now(), Fault.Kind.LOSS, sender.name().toString()));
    if (view != null) {
      view.lose(sender);
    }
    disturbed();
  }

  /** Forms the views that the nodes' connections allow now, and brings on what was held up. */
  private void settle() {
    List<InProcessNode> awake = new ArrayList<>();
    for (InProcessNode node : nodes) {
      if (node.isUp() && !node.isSilent(options.detection())) {
        awake.add(node);
      }
    }
    for (ImmutableList<InProcessNode> component : components(awake)) {
      OrderedView present = component.get(0).view();
      if (present == null || !present.isWhole(component)) {
        form(component);
      } else {
        orderStuck(present);
        component.forEach(node -> arrive(present, node, present.order().size()));
      }
    }
  }

  /** Nodes of which each hears each; where that can be cut in more than one way, it is drawn. */
  private List<ImmutableList<InProcessNode>> components(List<InProcessNode> awake) {
    List<InProcessNode> drawn = new ArrayList<>(awake);
    Collections.shuffle(drawn, draws);
    List<ImmutableList<InProcessNode>> components = new ArrayList<>();
    while (!drawn.isEmpty()) {
      List<InProcessNode> component = new ArrayList<>();
      for (InProcessNode node : drawn) {
        if (component.stream().allMatch(other -> links.connects(node.name(), other.name()))) {
          component.add(node);
        }
      }
      drawn.removeAll(component);
      component.sort(Comparator.comparing(InProcessNode::name));
      components.add(ImmutableList.copyOf(component));
    }
    components.sort(Comparator.comparing(component -> component.get(0).name()));
    return components;
  }

  private void form(ImmutableList<InProcessNode> component) {
    ImmutableSortedSet<NodeName> names =
        component.stream()
            .map(InProcessNode::name)
            .collect(ImmutableSortedSet.toImmutableSortedSet(NodeName::compareTo));
    OrderedView next =
        new OrderedView(
            new NodeView(new ViewId(++views, component.get(0).name()), names), component);
    observer.accept(new Fault(time.now(), Fault.Kind.VIEW, next.view().id() + " " + names));
    for (InProcessNode node : component) {
      end(node, component);
    }
    for (InProcessNode node : component) {
      node.enter(next, latency(node));
    }
  }

  /** Gives a node the part that is drawn of what those who go on with it have of its old view. */
  private void end(InProcessNode node, ImmutableList<InProcessNode> component) {
    OrderedView old = node.view();
    if (old == null) {
      return;
    }
    old.close();
    int most = known(old, component);
    int least = node.arrived();
    node.arrive(least + draws.nextInt(most - least + 1));
  }

  private static int known(OrderedView view, ImmutableList<InProcessNode> component) {
    if (component.contains(view.sequencer())) {
      return view.order().size();
    }
    return component.stream()
        .filter(node -> node.view() == view)
        .mapToInt(InProcessNode::arrived)
        .max()
        .orElse(0);
  }

  /** How long something takes from a node to the sequencer, or back. */
  private Duration latency(InProcessNode node) {
    return between(options.minLatency(), options.maxLatency().plus(links.clog(node.name())));
  }

  private Duration between(Duration least, Duration most) {
    long span = Math.max(0, most.minus(least).toNanos());
    return least.plusNanos((long) (draws.nextDouble() * (span + 1)));
  }
}
