package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import org.jspecify.annotations.Nullable;

/** Spreads a clone's instances over the nodes, leaving those that run where they are. */
final class CloneAssigner {

  private final Work work;
  private final Assigner assigner;
  private final Colocations colocations;
  private final Wishes wishes;
  private final InstanceOrder order;
  private final Spreading spreading;
  private final PromotionRule promotion;

  /** How an instance hears of what is colocated with it. */
  record Hearing(Colocations colocations, Wishes wishes, ColocationEffect effect) {}

  CloneAssigner(
      Work work, Assigner assigner, Spreading spreading, InstanceOrder order, Hearing hearing) {
    this.work = work;
    this.assigner = assigner;
    this.colocations = hearing.colocations;
    this.wishes = hearing.wishes;
    this.order = order;
    this.spreading = spreading;
    this.promotion = new PromotionRule(work, colocations, wishes, hearing.effect, order);
  }

  @Nullable Node assign(Resource clone, @Nullable Node prefer, boolean stopIfNone) {
    int index = clone.index();
    if (!work.provisional(clone) || work.assigning[index]) {
      return null;
    }
    if (clone.promotable()) {
      promotion.addScores(clone);
    }
    work.assigning[index] = true;
    for (Colocation colocation : colocations.thisWith(clone)) {
      assigner.assign(colocation.primary(), prefer, stopIfNone);
    }
    for (Colocation colocation : colocations.withThis(clone)) {
      wishes.addDependent(colocation, clone);
    }
    work.show(clone);
    order.sort(clone);
    spreading.spread(clone, new Spreading.Limit(clone.cloneNodeMax(), clone.cloneMax()));
    if (clone.promotable()) {
      promotion.promote(clone);
    }
    work.provisional[index] = false;
    work.assigning[index] = false;
    return null;
  }
}
