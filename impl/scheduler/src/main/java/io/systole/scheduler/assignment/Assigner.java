package io.systole.scheduler.assignment;

import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Options;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assigns resources to nodes, what others depend on before those. */
final class Assigner {

  private final ClusterState cluster;
  private final Work work;
  private final NodeOrder order;
  private final Colocations colocations;
  private final Wishes wishes;
  private final ColocationEffect effect;
  private final CloneAssigner clones;
  private final BundleAssigner bundles;
  private final UtilizationRule utilization;

  Assigner(ClusterState cluster, Preferences preferences, boolean traced) {
    this.cluster = cluster;
    this.work = new Work(cluster, preferences, traced);
    this.order = new NodeOrder(work);
    this.colocations = new Colocations(preferences);
    this.wishes = new Wishes(work, colocations);
    Instances instances = new Instances(work, order);
    this.effect = new ColocationEffect(work, instances);
    this.utilization = new UtilizationRule(work, colocations);
    InstanceOrder instanceOrder = new InstanceOrder(work, colocations, wishes);
    Spreading spreading = new Spreading(work, this);
    CloneAssigner.Hearing hearing = new CloneAssigner.Hearing(colocations, wishes, effect);
    this.clones = new CloneAssigner(work, this, spreading, instanceOrder, hearing);
    this.bundles = new BundleAssigner(work, this, spreading, instanceOrder, effect);
  }

  Assignment assign() {
    List<Resource> sequence = new java.util.ArrayList<>(cluster.topLevel());
    if (work.capacity.counts()) {
      sequence = new ResourceOrder(work, order, wishes).sorted(sequence);
    }
    for (Resource resource : sequence) {
      if (resource.isConnection()) {
        assign(resource, resource.status().partialMigrationTarget(), true);
      }
    }
    for (Resource resource : sequence) {
      if (!resource.isConnection()) {
        assign(resource, null, true);
      }
    }
    return new Assignment(work, sequence);
  }

  @Nullable Node assign(Resource resource, @Nullable Node prefer, boolean stopIfNone) {
    return switch (resource.kind()) {
      case PRIMITIVE -> assignPrimitive(resource, prefer, stopIfNone);
      case GROUP -> assignGroup(resource, prefer, stopIfNone);
      case CLONE -> clones.assign(resource, prefer, stopIfNone);
      case BUNDLE -> bundles.assign(resource, prefer, stopIfNone);
    };
  }

  // Groups

  private @Nullable Node assignGroup(Resource group, @Nullable Node prefer, boolean stopIfNone) {
    int index = group.index();
    if (!work.provisional(group)) {
      return work.location(group);
    }
    if (work.assigning[index]) {
      return null;
    }
    if (group.children().isEmpty()) {
      work.provisional[index] = false;
      return null;
    }
    work.assigning[index] = true;
    Resource first = group.children().getFirst();
    work.role[index] = work.role[first.index()];
    work.show(group);
    Node found = null;
    for (Resource member : group.children()) {
      Node node = assign(member, prefer, stopIfNone);
      found = found == null ? node : found;
    }
    work.nextRole[index] = work.nextRole(first);
    work.assigning[index] = false;
    work.provisional[index] = false;
    return found;
  }

  // Primitives

  private @Nullable Node assignPrimitive(
      Resource resource, @Nullable Node prefer, boolean stopIfNone) {
    int index = resource.index();
    Resource parent = resource.parent();
    if (parent != null && !work.assigning[parent.index()]) {
      assign(parent, prefer, stopIfNone);
    }
    if (!work.provisional(resource)) {
      return work.assigned[index];
    }
    if (work.assigning[index]) {
      return null;
    }
    work.assigning[index] = true;
    applyColocations(resource, true);
    applyColocations(resource, false);
    limitRole(resource);
    work.show(resource);
    if (cluster.options().fencing() && !cluster.hasFenceDevice()) {
      work.managed[index] = false;
    }
    if (!work.managed(resource)) {
      work.nextRole[index] = work.role[index];
      work.give(resource, Work.current(resource), true, stopIfNone);
    } else if (cluster.options().is(ClusterOption.STOP_ALL_RESOURCES)) {
      work.give(resource, null, true, stopIfNone);
    } else {
      giveBest(resource, prefer, stopIfNone);
    }
    if (resource.isConnection()) {
      settleRemoteNode(resource);
    }
    work.assigning[index] = false;
    return work.assigned[index];
  }

  /** A remote node will be there if the connection to it will. */
  private void settleRemoteNode(Resource connection) {
    Node remote = cluster.node(connection.id());
    if (remote == null) {
      return;
    }
    boolean connects =
        work.assigned[connection.index()] != null && work.nextRole(connection) != Role.STOPPED;
    work.conditions =
        connects ? work.conditions.connected(remote) : work.conditions.disconnected(remote);
  }

  private void applyColocations(Resource resource, boolean mandatory) {
    for (Colocation colocation : colocations.thisWith(resource)) {
      if (colocation.mandatory() == mandatory) {
        follow(colocation, resource);
      }
    }
    for (Colocation colocation : colocations.withThis(resource)) {
      if (colocation.mandatory() == mandatory) {
        Scores seen = work.seen(resource);
        wishes.addDependent(colocation, resource);
        work.changed(resource, seen, colocation.id(), "wishes of " + colocation.dependent().id());
      }
    }
  }

  private void follow(Colocation colocation, Resource resource) {
    int score = colocation.score();
    boolean revocable =
        colocation.dependentRole() == Role.PROMOTED || (score < 0 && score > -Score.INFINITY);
    Scores before = revocable ? work.scores(resource).copy() : null;
    if (work.provisional(colocation.primary())) {
      assign(colocation.primary(), null, true);
    }
    Scores seen = work.seen(resource);
    effect.apply(colocation, resource, colocation.primary());
    if (before != null && !work.anyAvailable(work.scores(resource))) {
      work.scores(resource, before);
    }
    work.changed(resource, seen, colocation.id(), with(colocation));
  }

  /** What a colocation says about where its primary is. */
  private String with(Colocation colocation) {
    Resource primary = colocation.primary();
    Node place = work.location(primary);
    String where = place == null ? ", which runs nowhere" : ", which is on " + place.name();
    return (colocation.score() < 0 ? "away from " : "together with ") + primary.id() + where;
  }

  private void limitRole(Resource resource) {
    int index = resource.index();
    Role next = work.nextRole(resource);
    if (next == Role.STOPPED) {
      Scores seen = work.seen(resource);
      work.banEverywhere(resource);
      work.changed(resource, seen, "", "it shall be stopped");
    } else if (next.compareTo(work.role[index]) > 0
        && !cluster.quorate()
        && cluster.noQuorumPolicy() == Options.NoQuorumPolicy.FREEZE) {
      work.nextRole[index] = work.role[index];
    }
  }

  private void giveBest(Resource resource, @Nullable Node wanted, boolean stopIfNone) {
    Scores seen = work.seen(resource);
    Node roomiest = utilization.banWhereTooSmall(resource);
    work.changed(resource, seen, "", "too little room left there");
    Node prefer = wanted == null ? roomiest : wanted;
    if (!work.provisional(resource)) {
      return;
    }
    Scores table = work.scores(resource);
    List<Node> nodes = order.sorted(table, Work.current(resource));
    Node chosen = null;
    if (!nodes.isEmpty()) {
      Node best = nodes.getFirst();
      boolean preferable =
          prefer != null
              && table.has(prefer.index())
              && table.get(prefer.index()) >= table.get(best.index())
              && table.get(prefer.index()) >= 0
              && work.available(prefer);
      chosen = preferable ? prefer : settle(resource, table, nodes);
    }
    // What runs in a container ends with it, and is not first moved out of it.
    work.give(resource, chosen, resource.inReplica(), stopIfNone);
  }

  /** The best node; among equally good ones that on which the resource runs. */
  private Node settle(Resource resource, Scores table, List<Node> nodes) {
    Node best = nodes.getFirst();
    Resource parent = resource.parent();
    boolean uniqueInstance = parent != null && parent.isClone() && parent.unique();
    Node running = resource.status().running().isEmpty() ? null : Work.current(resource);
    boolean stays =
        !uniqueInstance
            && table.get(best.index()) > 0
            && work.available(best)
            && running != null
            && table.has(running.index())
            && table.get(running.index()) == table.get(best.index())
            && work.available(running);
    return stays && running != null ? running : best;
  }
}
