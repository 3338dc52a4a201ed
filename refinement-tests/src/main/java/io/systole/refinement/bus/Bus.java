package io.systole.refinement.bus;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.refinement.tla.Tla;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The weakest engine, as a value; what it may do stands in {@code spec/lib/Bus.tla}, whose
 * operators have the names of these methods.
 *
 * @param <M> messages
 * @param views how many views were formed
 * @param at the view that the engine has each node in
 * @param inbox what each node has yet to hear
 */
public record Bus<M>(
    int views,
    ImmutableSortedMap<NodeName, Optional<View>> at,
    ImmutableSortedMap<NodeName, ImmutableList<Item<M>>> inbox) {

  /** Something that a node has yet to hear. */
  public sealed interface Item<M> {}

  /** The engine gives a view. */
  public record ViewItem<M>(View view) implements Item<M> {}

  /** A node said something. */
  public record SaidItem<M>(NodeName from, M message) implements Item<M> {}

  /** No view was formed yet. */
  public static <M> Bus<M> noBus(ImmutableSortedSet<NodeName> nodes) {
    return new Bus<>(
        0,
        ImmutableSortedMap.copyOf(Maps.asMap(nodes, node -> Optional.empty())),
        ImmutableSortedMap.copyOf(Maps.asMap(nodes, node -> ImmutableList.of())));
  }

  private boolean hears(NodeName node, NodeName speaker) {
    return viewOf(node).equals(viewOf(speaker));
  }

  /** The view that the engine has a node in. */
  public Optional<View> viewOf(NodeName node) {
    return Objects.requireNonNull(at.get(node));
  }

  private ImmutableList<Item<M>> inboxOf(NodeName node) {
    return Objects.requireNonNull(inbox.get(node));
  }

  public Bus<M> say(NodeName from, M message) {
    if (viewOf(from).isEmpty()) {
      return this;
    }
    return withInbox(node ->
        hears(node, from) ? appended(inboxOf(node), new SaidItem<>(from, message)) : inboxOf(node));
  }

  public boolean room(NodeName from, int limit) {
    return inbox.keySet().stream()
        .filter(node -> hears(node, from))
        .allMatch(node -> inboxOf(node).size() < limit);
  }

  public Bus<M> formView(ImmutableSortedSet<NodeName> members) {
    ViewId id = new ViewId(views + 1L, members.first());
    View view = new View(id, members, members, 1, true);
    TreeMap<NodeName, Optional<View>> newAt = new TreeMap<>(at);
    members.forEach(member -> newAt.put(member, Optional.of(view)));
    Bus<M> told =
        withInbox(node ->
            members.contains(node) ? appended(inboxOf(node), new ViewItem<>(view)) : inboxOf(node));
    return new Bus<>(views + 1, ImmutableSortedMap.copyOfSorted(newAt), told.inbox());
  }

  /** What a node hears next. */
  public Optional<Item<M>> next(NodeName node) {
    return inboxOf(node).stream().findFirst();
  }

  public Bus<M> heard(NodeName node) {
    ImmutableList<Item<M>> all = inboxOf(node);
    return withInbox(node, all.subList(1, all.size()));
  }

  /** Whether another view is ahead of what a node hears next. */
  public boolean canLose(NodeName node) {
    return inboxOf(node).stream().skip(1).anyMatch(ViewItem.class::isInstance);
  }

  /** Drops all that is before that view, maybe a view with it. */
  public Bus<M> lose(NodeName node) {
    ImmutableList<Item<M>> all = inboxOf(node);
    int first = 1;
    while (!(all.get(first) instanceof ViewItem)) {
      first++;
    }
    return withInbox(node, all.subList(first, all.size()));
  }

  public Bus<M> leave(NodeName node) {
    TreeMap<NodeName, Optional<View>> newAt = new TreeMap<>(at);
    newAt.put(node, Optional.empty());
    Bus<M> deaf = withInbox(node, ImmutableList.of());
    return new Bus<>(views, ImmutableSortedMap.copyOfSorted(newAt), deaf.inbox());
  }

  /** The specification's value. */
  public Tla tla(Names names, Function<M, Tla> message) {
    TreeMap<Tla, Tla> places = new TreeMap<>();
    at.forEach((node, view) ->
        places.put(names.node(node), view.map(v -> names.view(v.id())).orElse(Tla.tuple())));
    TreeMap<Tla, Tla> inboxes = new TreeMap<>();
    inbox.forEach((node, items) ->
        inboxes.put(
            names.node(node),
            Tla.tuple(items.stream().map(item -> tla(item, names, message)).toList())));
    return Tla.record(
        "views", Tla.of(views), "at", Tla.function(places), "inbox", Tla.function(inboxes));
  }

  private static <M> Tla tla(Item<M> item, Names names, Function<M, Tla> message) {
    return switch (item) {
      case ViewItem<M>(View view) -> view(view, names);
      case SaidItem<M>(NodeName from, M said) ->
          Tla.record(
              "type", Tla.of("Said"), "from", names.node(from), "message", message.apply(said));
    };
  }

  /** A view, as a node hears it. */
  public static Tla view(View view, Names names) {
    return Tla.record(
        "type", Tla.of("View"),
        "id", names.view(view.id()),
        "members", names.nodes(view.members()));
  }

  private Bus<M> withInbox(NodeName node, ImmutableList<Item<M>> items) {
    TreeMap<NodeName, ImmutableList<Item<M>>> copy = new TreeMap<>(inbox);
    copy.put(node, items);
    return new Bus<>(views, at, ImmutableSortedMap.copyOfSorted(copy));
  }

  private Bus<M> withInbox(Function<NodeName, ImmutableList<Item<M>>> items) {
    return new Bus<>(
        views, at, ImmutableSortedMap.copyOf(Maps.asMap(inbox.keySet(), items::apply)));
  }

  private static <M> ImmutableList<Item<M>> appended(ImmutableList<Item<M>> items, Item<M> item) {
    return ImmutableList.<Item<M>>builder().addAll(items).add(item).build();
  }
}
