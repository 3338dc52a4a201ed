package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.FIRST_IMPLIES_THEN_GRAPHED;
import static io.systole.scheduler.preferences.Relation.GUEST_ALLOWED;
import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.THEN_IMPLIES_FIRST;
import static io.systole.scheduler.preferences.Relation.THEN_IMPLIES_FIRST_GRAPHED;
import static io.systole.scheduler.preferences.Relation.UNRUNNABLE_FIRST_BLOCKS;

import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;
import org.jspecify.annotations.Nullable;

/** The orderings between a bundle, its containers, and what belongs to each of them. */
final class BundleOrders {

  private static final int SHOWS_FIRST = Order.bits(THEN_IMPLIES_FIRST_GRAPHED);
  private static final int SHOWS_THEN = Order.bits(FIRST_IMPLIES_THEN_GRAPHED);

  private final Draft draft;

  BundleOrders(Draft draft) {
    this.draft = draft;
  }

  /** Adds what is ordered beside what the parts order for themselves. */
  void add(Resource bundle) {
    Resource content = bundle.content();
    if (content != null) {
      // What only starts again does so without its bundle, unless a container starts.
      draft.order(
          bundle, "start", content, "start", anyNew(content) ? SHOWS_FIRST : Order.bits(ORDERED));
      draft.order(bundle, "stop", content, "stop", SHOWS_FIRST);
      draft.order(content, "running", bundle, "running", SHOWS_THEN);
      draft.order(content, "stopped", bundle, "stopped", SHOWS_THEN);
    }
    for (Replica replica : bundle.replicas()) {
      addContainer(bundle, replica);
      Resource address = replica.address();
      if (address != null) {
        addAddress(address, replica.container());
      }
    }
    if (content != null && content.promotable()) {
      addRoles(bundle, content);
    }
  }

  private boolean anyNew(Resource content) {
    return content.children().stream()
        .anyMatch(i -> i.status().running().isEmpty() && draft.assignment.node(i) != null);
  }

  private void addContainer(Resource bundle, Replica replica) {
    Resource container = replica.container();
    @Nullable Resource instance = replica.instance();
    draft.order(
        bundle, "start", container, "start", SHOWS_FIRST | Order.bits(UNRUNNABLE_FIRST_BLOCKS));
    if (instance != null) {
      draft.order(bundle, "stop", instance, "stop", SHOWS_FIRST);
    }
    draft.order(bundle, "stop", container, "stop", SHOWS_FIRST);
    draft.order(container, "start", bundle, "running", SHOWS_THEN);
    draft.order(container, "stop", bundle, "stopped", SHOWS_THEN);
  }

  private void addAddress(Resource address, Resource container) {
    draft.order(
        address, "start", container, "start", Order.bits(UNRUNNABLE_FIRST_BLOCKS, GUEST_ALLOWED));
    draft.order(container, "stop", address, "stop", Order.bits(THEN_IMPLIES_FIRST, GUEST_ALLOWED));
  }

  private void addRoles(Resource bundle, Resource content) {
    draft.order(bundle, "stopped", bundle, "start", Order.bits(ORDERED));
    RoleOrders.add(draft, bundle);
    draft.order(content, "demoted", bundle, "demoted", SHOWS_THEN);
    draft.order(bundle, "demote", content, "demote", SHOWS_FIRST);
    draft.order(content, "promoted", bundle, "promoted", SHOWS_THEN);
    draft.order(bundle, "promote", content, "promote", SHOWS_FIRST);
  }
}
