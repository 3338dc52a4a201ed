package io.systole.cluster.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.group.GroupsEffect.Deliver;
import io.systole.cluster.group.GroupsEffect.Multicast;
import io.systole.cluster.group.GroupsEffect.TellDisconnected;
import io.systole.cluster.group.GroupsEffect.TellView;
import io.systole.cluster.group.GroupsEvent.EngineLost;
import io.systole.cluster.group.GroupsEvent.JoinRequested;
import io.systole.cluster.group.GroupsEvent.LeaveRequested;
import io.systole.cluster.group.GroupsEvent.NodesChanged;
import io.systole.cluster.group.GroupsEvent.Received;
import io.systole.cluster.group.GroupsEvent.SendRequested;
import io.systole.cluster.group.GroupsEvent.TransferOverdue;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The core by itself, with the order of messages in the test's hand. */
final class GroupsTest {

  private static final String GROUP = "controller";

  private final TreeMap<String, Node> nodes = new TreeMap<>();
  private long views;

  /** A node whose messages go into an order that the test plays to whom it likes. */
  private static final class Node {

    private final NodeName name;
    private final Groups groups = new Groups();
    private final List<GroupsEffect> heard = new ArrayList<>();
    private final List<Received> sent = new ArrayList<>();
    private GroupsState state;

    Node(String name, long incarnation, QuorumPolicy policy) {
      this.name = new NodeName(name);
      this.state = GroupsState.initial(this.name, incarnation, policy);
    }

    Optional<Refusal> step(GroupsEvent event) {
      Step<GroupsState, GroupsEffect> step = groups.step(state, event);
      assertEquals(ImmutableList.of(), GroupsInvariants.ALL.broken(step.state()));
      state = step.state();
      for (GroupsEffect effect : step.effects()) {
        if (effect instanceof Multicast(NodeMessage message)) {
          sent.add(new Received(name, message));
        } else {
          heard.add(effect);
        }
      }
      return step.refusal();
    }

    ImmutableList<View> views() {
      return heard.stream()
          .filter(TellView.class::isInstance)
          .map(effect -> ((TellView) effect).view())
          .collect(ImmutableList.toImmutableList());
    }

    View view() {
      return views().getLast();
    }
  }

  @Test
  void aViewIsToldOnceAllHaveAnnouncedThemselves() {
    start(QuorumPolicy.majority(3), "a", "b");
    nodes.values().forEach(node -> node.step(new JoinRequested(GROUP)));
    NodeView view = enter("a", "b");
    play(at("a").sent.removeFirst());
    assertEquals(ImmutableList.of(), at("a").views());
    play(at("b").sent.removeFirst());
    View told = at("a").view();
    assertEquals(told, at("b").view());
    assertEquals(names("a", "b"), told.members());
    assertEquals(new ViewId(Groups.MAX_CHANGES_A_VIEW + 1L, view.id().creator()), told.id());
    assertEquals(2, told.quorum());
    assertTrue(told.quorate());
  }

  @Test
  void whatIsAskedDuringATransferFollowsIt() {
    start(QuorumPolicy.majority(2), "a", "b");
    enter("a", "b");
    assertEquals(Optional.empty(), at("a").step(new JoinRequested(GROUP)));
    assertEquals(Optional.empty(), at("a").step(new SendRequested(GROUP, Element.of("m"))));
    settle();
    assertEquals(names("a"), at("a").view().members());
    assertEquals(new Deliver(GROUP, new NodeName("a"), Element.of("m")), at("a").heard.getLast());
    assertEquals(ImmutableList.of(), at("b").views());
  }

  @Test
  void joinsAndLeavesOfProcessesMakeViewsOfTheirGroupAlone() {
    start(QuorumPolicy.majority(2), "a", "b");
    at("a").step(new JoinRequested(GROUP));
    at("a").step(new JoinRequested("cib"));
    enter("a", "b");
    settle();
    int before = at("a").views().size();
    at("b").step(new JoinRequested(GROUP));
    settle();
    assertEquals(names("a", "b"), at("a").view().members());
    assertEquals(before + 1, at("a").views().size());
    at("b").step(new LeaveRequested(GROUP));
    settle();
    assertEquals(names("a"), at("a").view().members());
    assertEquals(names("a", "b"), at("a").view().nodes());
    assertEquals(names("a", "b"), at("b").view().members());
  }

  @Test
  void aMessageCountsOnlyInTheViewInWhichItWasSent() {
    start(QuorumPolicy.majority(2), "a", "b");
    nodes.values().forEach(node -> node.step(new JoinRequested(GROUP)));
    enter("a", "b");
    settle();
    at("a").step(new SendRequested(GROUP, Element.of("late")));
    Received late = at("a").sent.removeFirst();
    enter("a", "b");
    assertEquals(Optional.of(GroupsRefusal.OTHER_VIEW), at("b").step(late));
    settle();
    assertEquals(Optional.of(GroupsRefusal.OTHER_VIEW), at("b").step(late));
    assertTrue(at("b").heard.stream().noneMatch(Deliver.class::isInstance));
  }

  @Test
  void aProcessThatCameBackBetweenTwoViewsWasGone() {
    start(QuorumPolicy.majority(2), "a", "b");
    nodes.values().forEach(node -> node.step(new JoinRequested(GROUP)));
    enter("a", "b");
    settle();
    at("b").step(new LeaveRequested(GROUP));
    at("b").step(new JoinRequested(GROUP));
    at("b").sent.clear();
    enter("a", "b");
    settle();
    ImmutableList<View> views = at("a").views();
    View gone = views.get(views.size() - 2);
    assertEquals(names("a"), gone.members());
    assertEquals(names("a", "b"), gone.nodes());
    assertEquals(names("a", "b"), views.getLast().members());
    assertTrue(gone.id().compareTo(views.getLast().id()) < 0);
    assertTrue(gone.id().compareTo(views.get(views.size() - 3).id()) > 0);
  }

  @Test
  void aNodeThatRestartedBetweenTwoViewsWasGone() {
    start(QuorumPolicy.majority(2), "a", "b");
    nodes.values().forEach(node -> node.step(new JoinRequested(GROUP)));
    enter("a", "b");
    settle();
    nodes.put("b", new Node("b", 2, QuorumPolicy.majority(2)));
    at("b").step(new JoinRequested(GROUP));
    enter("a", "b");
    settle();
    ImmutableList<View> views = at("a").views();
    View gone = views.get(views.size() - 2);
    assertEquals(names("a"), gone.nodes());
    assertEquals(names("a"), gone.members());
    assertFalse(gone.quorate());
    assertEquals(new NodeName("a"), gone.id().creator());
    assertEquals(views.getLast(), at("b").view());
    assertEquals(1, at("b").views().size());
  }

  @Test
  void theGreatestNumberOfVotesCounts() {
    nodes.put("a", new Node("a", 1, QuorumPolicy.majority(1)));
    nodes.put("b", new Node("b", 1, QuorumPolicy.majority(5)));
    nodes.values().forEach(node -> node.step(new JoinRequested(GROUP)));
    enter("a", "b");
    settle();
    assertEquals(3, at("a").view().quorum());
    assertFalse(at("a").view().quorate());
    enter("a");
    settle();
    assertEquals(3, at("a").view().quorum());
  }

  @Test
  void moreNodesThanVotesRaiseTheVotes() {
    start(QuorumPolicy.majority(1), "a", "b", "c");
    nodes.values().forEach(node -> node.step(new JoinRequested(GROUP)));
    enter("a", "b", "c");
    settle();
    assertEquals(2, at("a").view().quorum());
    enter("c");
    settle();
    assertFalse(at("c").view().quorate());
  }

  @Test
  void aNodeThatWaitsForAllIsReleasedByOneThatDoesNotWait() {
    QuorumPolicy waits = new QuorumPolicy(3, false, true);
    start(waits, "a", "b", "c");
    nodes.values().forEach(node -> node.step(new JoinRequested(GROUP)));
    enter("a", "b");
    settle();
    assertFalse(at("a").view().quorate());
    enter("a", "b", "c");
    settle();
    assertTrue(at("a").view().quorate());
    nodes.put("c", new Node("c", 2, waits));
    at("c").step(new JoinRequested(GROUP));
    enter("b", "c");
    settle();
    assertTrue(at("c").view().quorate());
  }

  @Test
  void twoNodesMustMeetOnceBeforeEitherActsAlone() {
    start(QuorumPolicy.twoNodes(), "a", "b");
    nodes.values().forEach(node -> node.step(new JoinRequested(GROUP)));
    enter("a");
    settle();
    assertFalse(at("a").view().quorate());
    assertEquals(1, at("a").view().quorum());
    enter("a", "b");
    settle();
    enter("b");
    settle();
    assertTrue(at("b").view().quorate());
  }

  @Test
  void whatDoesNotBelongIsRefused() {
    start(QuorumPolicy.majority(2), "a", "b");
    Node a = at("a");
    assertEquals(
        Optional.of(GroupsRefusal.NOT_JOINED), a.step(new SendRequested(GROUP, Element.of("m"))));
    assertEquals(Optional.of(GroupsRefusal.NOT_JOINED), a.step(new LeaveRequested(GROUP)));
    assertEquals(Optional.of(GroupsRefusal.NOT_TRANSFERRING), a.step(new TransferOverdue()));
    assertEquals(Optional.empty(), a.step(new JoinRequested(GROUP)));
    assertEquals(Optional.of(GroupsRefusal.ALREADY_JOINED), a.step(new JoinRequested(GROUP)));
    NodeView others = new NodeView(new ViewId(9, new NodeName("b")), names("b"));
    assertEquals(Optional.of(GroupsRefusal.NOT_OUR_VIEW), a.step(new NodesChanged(others)));
    NodeView view = enter("a", "b");
    assertEquals(Optional.of(GroupsRefusal.OLD_VIEW), a.step(new NodesChanged(view)));
    NodeMessage said = new NodeMessage(view.id(), new GroupMessage.Said(GROUP, 7, Element.of("m")));
    NodeName b = new NodeName("b");
    assertEquals(Optional.of(GroupsRefusal.TOO_EARLY), a.step(new Received(b, said)));
    settle();
    assertEquals(Optional.of(GroupsRefusal.SENDER_NOT_IN_GROUP), a.step(new Received(b, said)));
    assertEquals(
        Optional.of(GroupsRefusal.UNKNOWN_SENDER), a.step(new Received(new NodeName("x"), said)));
    NodeMessage left = new NodeMessage(view.id(), new GroupMessage.Left(GROUP, 7));
    assertEquals(Optional.of(GroupsRefusal.SENDER_NOT_IN_GROUP), a.step(new Received(b, left)));
    NodeMessage again =
        new NodeMessage(
            view.id(),
            new GroupMessage.Announced(1, new QuorumClaim(2, false, true), a.state.local()));
    assertEquals(Optional.of(GroupsRefusal.ANNOUNCED_ALREADY), a.step(new Received(b, again)));
  }

  @Test
  void anOverdueTransferIsCompletedByARepeatedAnnouncement() {
    start(QuorumPolicy.majority(2), "a", "b");
    at("a").step(new JoinRequested(GROUP));
    enter("a", "b");
    at("b").sent.clear();
    settle();
    assertEquals(ImmutableList.of(), at("a").views());
    assertEquals(Optional.empty(), at("b").step(new TransferOverdue()));
    settle();
    assertEquals(1, at("a").views().size());
  }

  @Test
  void whoSendsTooMuchWhileNothingGoesIsDisconnected() {
    start(QuorumPolicy.majority(1), "a");
    Node a = at("a");
    a.step(new JoinRequested(GROUP));
    for (int i = 0; i < Groups.MAX_WAITING; i++) {
      a.step(new SendRequested(GROUP, Element.of("m")));
    }
    assertTrue(a.heard.getLast() instanceof TellDisconnected, () -> a.heard.toString());
    assertEquals(
        Optional.of(GroupsRefusal.NOT_JOINED), a.step(new SendRequested(GROUP, Element.of("m"))));
    enter("a");
    settle();
    assertTrue(a.heard.stream().noneMatch(Deliver.class::isInstance));
  }

  @Test
  void aLostEngineTellsAllAndDoesNoMore() {
    start(QuorumPolicy.majority(1), "a");
    Node a = at("a");
    a.step(new JoinRequested(GROUP));
    a.step(new JoinRequested("cib"));
    enter("a");
    settle();
    a.heard.clear();
    assertEquals(Optional.empty(), a.step(new EngineLost("gone")));
    assertEquals(
        List.of(new TellDisconnected("cib", "gone"), new TellDisconnected(GROUP, "gone")), a.heard);
    assertEquals(Optional.of(GroupsRefusal.LOST), a.step(new JoinRequested("other")));
  }

  @Test
  void aNodeIsInSoManyGroupsAndNoMore() {
    start(QuorumPolicy.majority(1), "a");
    for (int i = 1; i <= Groups.MAX_GROUPS; i++) {
      assertEquals(Optional.empty(), at("a").step(new JoinRequested("group-" + i)));
    }
    assertEquals(
        Optional.of(GroupsRefusal.TOO_MANY_GROUPS), at("a").step(new JoinRequested("one-more")));
    at("a").step(new LeaveRequested("group-1"));
    assertEquals(Optional.empty(), at("a").step(new JoinRequested("one-more")));
  }

  private void start(QuorumPolicy policy, String... names) {
    for (String name : names) {
      nodes.put(name, new Node(name, 1, policy));
    }
  }

  private Node at(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return node;
  }

  private NodeView enter(String... names) {
    NodeView view = new NodeView(new ViewId(++views, new NodeName(names[0])), names(names));
    for (String name : names) {
      at(name).step(new NodesChanged(view));
    }
    return view;
  }

  /** Plays one message to all. */
  private void play(Received message) {
    nodes.values().forEach(node -> node.step(message));
  }

  /** Plays all messages to all, in one order, until none is left. */
  private void settle() {
    boolean found = true;
    while (found) {
      found = false;
      for (Node node : nodes.values()) {
        if (!node.sent.isEmpty()) {
          play(node.sent.removeFirst());
          found = true;
        }
      }
    }
  }

  private static ImmutableSortedSet<NodeName> names(String... names) {
    ImmutableSortedSet.Builder<NodeName> set = ImmutableSortedSet.naturalOrder();
    for (String name : names) {
      set.add(new NodeName(name));
    }
    return set.build();
  }
}
