package io.systole.refinement.messaging;

import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.group.GroupMessage;
import io.systole.cluster.group.Groups;
import io.systole.cluster.group.GroupsEffect;
import io.systole.cluster.group.GroupsEvent;
import io.systole.cluster.group.GroupsState;
import io.systole.cluster.group.GroupsState.Phase;
import io.systole.cluster.group.NodeMessage;
import io.systole.cluster.group.NodeView;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.graph.Composition.Moves;
import io.systole.refinement.messaging.MessagingWorld.Member;
import io.systole.refinement.tla.Tla;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What may happen at one node. */
final class MessagingMoves {

  private static final Groups MACHINE = new Groups();

  private final MessagingComposition whole;
  private final MessagingWorld world;
  private final NodeName self;
  private final MessagingWorld.Node node;
  private final Moves<MessagingWorld> moves;
  private final MessagingBounds.Limits limits;

  MessagingMoves(
      MessagingComposition whole,
      MessagingWorld world,
      NodeName self,
      Moves<MessagingWorld> moves) {
    this.whole = whole;
    this.world = world;
    this.self = self;
    this.node = world.node(self);
    this.moves = moves;
    this.limits = whole.bounds().limits();
  }

  void all() {
    world.bus().next(self).ifPresent(this::heard);
    if (limits.strays()) {
      present().ifPresent(this::strayed);
      whole.nodes().nodes().stream().filter(n -> !n.equals(self)).forEach(this::strayed);
    }
    for (NodeName group : whole.groups().nodes()) {
      asked(group.value(), arguments("g", whole.groups().node(group)));
    }
    boolean room = node.sending().isEmpty() && world.bus().room(self, limits.inbox());
    bounded("TransferOverdue", new GroupsEvent.TransferOverdue(), room, world);
    fail();
    lose();
  }

  private Optional<NodeView> present() {
    return switch (node.state().phase()) {
      case Phase.Starting _, Phase.Lost _ -> Optional.empty();
      case Phase.Transferring transferring -> Optional.of(transferring.view());
      case Phase.Agreed agreed -> Optional.of(agreed.view());
    };
  }

  private void heard(Bus.Item<NodeMessage> item) {
    MessagingWorld after = world.with(world.bus().heard(self));
    switch (item) {
      case Bus.ViewItem<NodeMessage>(View view) ->
          step(
              "NodesChanged",
              new GroupsEvent.NodesChanged(new NodeView(view.id(), view.nodes())),
              arguments(),
              after);
      case Bus.SaidItem<NodeMessage>(NodeName from, NodeMessage message) ->
          step(
              "Received",
              new GroupsEvent.Received(from, message),
              arguments("kind", Tla.of(message.body().getClass().getSimpleName())),
              after);
    }
  }

  private void strayed(NodeView view) {
    always("NodesRepeated", new GroupsEvent.NodesChanged(view), arguments());
    for (NodeName other : whole.nodes().nodes()) {
      for (NodeName group : whole.groups().nodes()) {
        GroupMessage body =
            node.state().phase() instanceof Phase.Agreed && view.nodes().contains(other)
                ? new GroupMessage.Said(group.value(), 0, MessagingBinding.payload(0))
                : new GroupMessage.Joined(group.value(), 0);
        always(
            "MessageStrayed",
            new GroupsEvent.Received(other, new NodeMessage(view.id(), body)),
            arguments("m", whole.nodes().node(other), "g", whole.groups().node(group)));
      }
    }
  }

  /** The view of others. */
  private void strayed(NodeName other) {
    ViewId id = new ViewId(limits.views() + 1L, other);
    always(
        "NodesStrayed",
        new GroupsEvent.NodesChanged(new NodeView(id, ImmutableSortedSet.of(other))),
        arguments("m", whole.nodes().node(other)));
  }

  private void asked(String group, Map<String, Tla> which) {
    MessagingBounds.Actors actors = whole.bounds().actors();
    String number = whole.nodes().node(self).toString();
    boolean mayStay =
        actors.joining().contains(number) && node.state().nextSerial() <= limits.stays();
    GroupsEvent join = new GroupsEvent.JoinRequested(group);
    if (mayStay || !takes(join)) {
      always("JoinRequested", join, which);
    }
    GroupsEvent leave = new GroupsEvent.LeaveRequested(group);
    if (actors.leaving().contains(number) || !takes(leave)) {
      always("LeaveRequested", leave, which);
    }
    GroupsEvent send =
        new GroupsEvent.SendRequested(group, MessagingBinding.payload(world.spoken() + 1));
    boolean maySpeak = actors.speaking().contains(number) && world.spoken() < limits.spoken();
    if (maySpeak || !takes(send)) {
      step("SendRequested", send, which, takes(send) ? world.speaking() : world);
    }
  }

  private void fail() {
    boolean may = world.faults() < limits.faults();
    GroupsEvent lost = new GroupsEvent.EngineLost("put out");
    MessagingWorld gone =
        world.with(world.bus().leave(self)).with(self, MessagingWorld.Node::silenced);
    bounded("EngineLost", lost, may, takes(lost) ? gone.failing() : gone);
    if (may) {
      MessagingWorld.Node fresh = whole.started(self, node.state().incarnation() + 1);
      moves.may(
          "Restarted",
          arguments("n", whole.nodes().node(self)),
          world.failing().with(self, _ -> fresh).with(world.bus().leave(self)));
    }
  }

  private void lose() {
    Bus<NodeMessage> bus = world.bus();
    if (bus.canLose(self)) {
      moves.may("Lost", arguments("n", whole.nodes().node(self)), world.with(bus.lose(self)));
    }
  }

  private void always(String action, GroupsEvent event, Map<String, Tla> which) {
    step(action, event, which, world);
  }

  private void bounded(String action, GroupsEvent event, boolean may, MessagingWorld from) {
    if (may || !takes(event)) {
      step(action, event, arguments(), from);
    }
  }

  private boolean takes(GroupsEvent event) {
    return MACHINE.step(node.state(), event).refusal().isEmpty();
  }

  /** Takes the machine's step from {@code from}, which the event has already changed. */
  private void step(String action, GroupsEvent event, Map<String, Tla> which, MessagingWorld from) {
    Step<GroupsState, GroupsEffect> step = MACHINE.step(node.state(), event);
    String outcome = step.refusal().map(Refusal::name).orElse("Taken");
    Map<String, Tla> arguments = new TreeMap<>(which);
    arguments.put("n", whole.nodes().node(self));
    arguments.put("o", Tla.of(outcome));
    moves.may(action, arguments, from.with(self, before -> carriedOut(before, step)));
  }

  private static MessagingWorld.Node carriedOut(
      MessagingWorld.Node before, Step<GroupsState, GroupsEffect> step) {
    ImmutableList.Builder<NodeMessage> sending = ImmutableList.builder();
    sending.addAll(before.sending());
    TreeMap<String, ImmutableList<View>> told = new TreeMap<>();
    TreeMap<String, ImmutableList<GroupsEffect.Deliver>> got = new TreeMap<>();
    for (GroupsEffect effect : step.effects()) {
      switch (effect) {
        case GroupsEffect.Multicast(NodeMessage message) -> sending.add(message);
        case GroupsEffect.TellView(String group, View view) -> append(told, group, view);
        case GroupsEffect.Deliver deliver -> append(got, deliver.group(), deliver);
        case GroupsEffect.TellDisconnected _ -> {
          // The process is in no view any more, as its node's state says.
        }
      }
    }
    MessagingWorld.Node after =
        new MessagingWorld.Node(step.state(), sending.build(), before.processes());
    for (String group : before.processes().keySet()) {
      Member process = before.process(group);
      after =
          after.with(
              group,
              step.state().local().containsKey(group)
                  ? new Member(
                      told.getOrDefault(group, process.told()),
                      ImmutableList.<GroupsEffect.Deliver>builder()
                          .addAll(process.got())
                          .addAll(got.getOrDefault(group, ImmutableList.of()))
                          .build())
                  : Member.OUTSIDE);
    }
    return after;
  }

  private static <T> void append(Map<String, ImmutableList<T>> lists, String group, T more) {
    lists.put(
        group,
        ImmutableList.<T>builder()
            .addAll(lists.getOrDefault(group, ImmutableList.of()))
            .add(more)
            .build());
  }
}
