package io.systole.cluster.group;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.group.GroupMessage.Announced;
import io.systole.cluster.group.GroupsEffect.Multicast;
import io.systole.cluster.group.GroupsEffect.TellView;
import io.systole.cluster.group.GroupsState.Phase.Agreed;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The end of a state transfer: every node of the view has announced itself. */
final class Transfer {

  private Transfer() {}

  static Step<GroupsState, GroupsEffect> complete(
      GroupsState state, NodeView view, ImmutableSortedMap<NodeName, Announced> announced) {
    QuorumClaim quorum = quorum(announced);
    ImmutableSortedMap<NodeName, Long> incarnations = incarnations(announced);
    Agreed agreed = new Agreed(view, 1);
    GroupsState after =
        state
            .completed(quorum, incarnations, members(announced))
            .withWaiting(ImmutableList.of())
            .withPhase(agreed);
    ImmutableList.Builder<GroupsEffect> effects = ImmutableList.builder();
    for (String group : after.local().keySet()) {
      if (after.isIn(group)) {
        if (state.isIn(group)) {
          tellGone(state, after, view, group, effects);
        }
        effects.add(new TellView(group, Groups.view(after, agreed, group)));
      }
    }
    for (GroupMessage message : state.waiting()) {
      effects.add(new Multicast(new NodeMessage(view.id(), message)));
    }
    return Step.to(after, effects.build());
  }

  private static QuorumClaim quorum(ImmutableSortedMap<NodeName, Announced> announced) {
    return announced.values().stream()
        .map(Announced::quorum)
        .reduce(QuorumClaim::and)
        .orElseThrow()
        .seeing(announced.size());
  }

  private static ImmutableSortedMap<NodeName, Long> incarnations(
      ImmutableSortedMap<NodeName, Announced> announced) {
    return announced.entrySet().stream()
        .collect(
            ImmutableSortedMap.toImmutableSortedMap(
                NodeName::compareTo, Map.Entry::getKey, entry -> entry.getValue().incarnation()));
  }

  private static ImmutableSortedMap<String, ImmutableSortedMap<NodeName, Membership>> members(
      ImmutableSortedMap<NodeName, Announced> announced) {
    TreeMap<String, TreeMap<NodeName, Membership>> groups = new TreeMap<>();
    announced.forEach((node, announcement) ->
        announcement
            .local()
            .forEach((group, serial) ->
                groups
                    .computeIfAbsent(group, _ -> new TreeMap<>())
                    .put(node, new Membership(announcement.incarnation(), serial))));
    ImmutableSortedMap.Builder<String, ImmutableSortedMap<NodeName, Membership>> all =
        ImmutableSortedMap.naturalOrder();
    groups.forEach((group, members) -> all.put(group, ImmutableSortedMap.copyOfSorted(members)));
    return all.buildOrThrow();
  }

  /** Tells a view without those that went and came back since the last view, if there are any. */
  private static void tellGone(
      GroupsState before,
      GroupsState after,
      NodeView view,
      String group,
      ImmutableList.Builder<GroupsEffect> effects) {
    ImmutableSortedSet<NodeName> nodes =
        kept(view.nodes(), before.incarnations(), after.incarnations());
    ImmutableSortedMap<NodeName, Membership> members = after.members(group);
    ImmutableSortedSet<NodeName> stayed =
        kept(members.keySet(), before.members(group), members).stream()
            .filter(nodes::contains)
            .collect(ImmutableSortedSet.toImmutableSortedSet(NodeName::compareTo));
    if (nodes.size() == view.nodes().size() && stayed.size() == members.size()) {
      return;
    }
    ViewId id = new ViewId(GroupsState.groupView(view, 0).number(), before.self());
    QuorumClaim quorum = after.quorum();
    boolean quorate = quorum.quorate(nodes.size());
    effects.add(new TellView(group, new View(id, nodes, stayed, quorum.quorum(), quorate)));
  }

  /** Those that are not something else than they were before. */
  private static <V> ImmutableSortedSet<NodeName> kept(
      Set<NodeName> names,
      ImmutableSortedMap<NodeName, V> before,
      ImmutableSortedMap<NodeName, V> after) {
    return names.stream()
        .filter(
            name -> !before.containsKey(name) || Objects.equals(before.get(name), after.get(name)))
        .collect(ImmutableSortedSet.toImmutableSortedSet(NodeName::compareTo));
  }
}
