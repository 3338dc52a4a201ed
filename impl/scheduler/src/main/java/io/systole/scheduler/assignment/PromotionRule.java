package io.systole.scheduler.assignment;

import io.systole.scheduler.preferences.Colocation;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Options;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Chooses which instances of a promotable clone are promoted. */
final class PromotionRule {

  private final Work work;
  private final Colocations colocations;
  private final Wishes wishes;
  private final ColocationEffect effect;
  private final InstanceOrder order;

  PromotionRule(
      Work work,
      Colocations colocations,
      Wishes wishes,
      ColocationEffect effect,
      InstanceOrder order) {
    this.work = work;
    this.colocations = colocations;
    this.wishes = wishes;
    this.effect = effect;
    this.order = order;
  }

  // Before the instances are assigned

  /** Makes nodes more attractive on which an instance is likely to be promoted. */
  void addScores(Resource clone) {
    for (Resource instance : clone.children()) {
      Scores table = work.scores(instance);
      for (int i = 0; i < table.size(); i++) {
        if (!table.has(i) || !work.available(work.node(i))) {
          continue;
        }
        int score = score(instance, work.node(i)).orElse(0);
        if (score > 0) {
          table.add(i, score);
        }
        if (score > Math.max(0, work.priority(instance))) {
          work.priority[instance.index()] = score;
        }
      }
    }
  }

  /** The promotion score that the agent, or the administrator, has set for a node. */
  private OptionalInt score(Resource resource, Node node) {
    if (!resource.children().isEmpty()) {
      int sum = 0;
      boolean any = false;
      for (Resource child : resource.children()) {
        OptionalInt score = score(child, node);
        any |= score.isPresent();
        sum = Score.add(sum, score.orElse(0));
      }
      return any ? OptionalInt.of(sum) : OptionalInt.empty();
    }
    if (!applies(resource, node)) {
      return OptionalInt.of(0);
    }
    String name = resource.status().historyName();
    String own = name.isEmpty() ? resource.id() : name;
    Node told = attributeTarget(resource, node);
    if (told == null) {
      return OptionalInt.empty();
    }
    return told.attribute("master-" + own)
        .or(() ->
            resource.anonymousInstance()
                ? told.attribute("master-" + resource.configId())
                : java.util.Optional.empty())
        .map(v -> OptionalInt.of(Score.parse(v, 0)))
        .orElse(OptionalInt.empty());
  }

  /** What is in a container may keep its attributes with the host, where they outlive it. */
  private @Nullable Node attributeTarget(Resource resource, Node node) {
    boolean byHost =
        resource.meta("container-attribute-target").filter(t -> t.equals("host")).isPresent();
    Resource connection = byHost && node.isGuest() ? node.connection() : null;
    Resource container = connection == null ? null : connection.container();
    return container == null ? node : work.location(container);
  }

  private boolean applies(Resource resource, Node node) {
    Scores table = work.scores(resource);
    boolean tolerated = table.has(node.index()) && table.get(node.index()) >= 0;
    if (resource.anonymousInstance() && anonymousApplies(resource, node)) {
      return tolerated;
    }
    boolean knownSomewhere =
        !resource.status().running().isEmpty() || !resource.status().known().isEmpty();
    boolean knownHere =
        resource.status().running().contains(node) || resource.status().knownOn(node);
    return (!knownSomewhere || knownHere) && tolerated;
  }

  /** Whether a score is this instance's: the one active on the node, or any if none is there. */
  private boolean anonymousApplies(Resource resource, Node node) {
    Resource top = resource.top();
    boolean known = false;
    for (Resource instance : top.children()) {
      Resource same = part(instance, resource.configId());
      if (same.status().running().contains(node)) {
        return same == resource;
      }
      known |= same.status().knownOn(node);
    }
    return known;
  }

  private static Resource part(Resource instance, String configId) {
    for (Resource child : instance.children()) {
      if (child.configId().equals(configId)) {
        return child;
      }
    }
    return instance;
  }

  // After the instances are assigned

  /** Gives the instances their roles. */
  void promote(Resource clone) {
    for (Resource instance : work.children(clone)) {
      if (work.state(instance, true) == Role.STARTED) {
        markUnpromoted(instance);
      }
      rate(clone, instance);
    }
    sort(clone);
    int promoted = 0;
    int[] perNode = new int[work.cluster.nodes().size()];
    for (Resource instance : work.children(clone)) {
      Node node = work.location(instance);
      work.lines.add(
          new Assignment.ScoreLine(
              Assignment.Step.PROMOTION,
              instance.id(),
              node == null ? "" : node.name(),
              work.sortIndex[instance.index()]));
      if (promoted < clone.promotedMax()
          && mayBePromoted(clone, instance, perNode)
          && !frozen(instance)) {
        if (node != null) {
          perNode[node.index()]++;
        }
        setPromoted(instance);
        promoted++;
      } else {
        setUnpromoted(instance);
      }
    }
    settleRole(clone);
  }

  private void settleRole(Resource clone) {
    work.nextRole[clone.index()] = work.state(clone, false);
  }

  private void markUnpromoted(Resource resource) {
    if (work.role[resource.index()] == Role.STARTED) {
      work.role[resource.index()] = Role.UNPROMOTED;
    }
    resource.children().forEach(this::markUnpromoted);
  }

  private void rate(Resource clone, Resource instance) {
    int index = instance.index();
    Node node = work.location(instance);
    if (node == null) {
      work.sortIndex[index] = -Score.INFINITY;
      return;
    }
    Role next = work.state(instance, false);
    switch (next) {
      case STARTED, UNKNOWN -> work.priority[index] = score(instance, node).orElse(-1);
      case UNPROMOTED, STOPPED -> work.priority[index] = -Score.INFINITY;
      case PROMOTED -> {
        // It is to stay what it is.
      }
    }
    addLocations(instance, instance, node);
    addLocations(instance, clone, node);
    for (Colocation colocation : colocations.thisInRole(instance)) {
      effect.apply(colocation, instance, colocation.primary());
      if (instance.isGroup() && !instance.children().isEmpty()) {
        effect.apply(colocation, instance.children().getFirst(), colocation.primary());
      }
    }
    work.sortIndex[index] = next == Role.PROMOTED ? Score.INFINITY : work.priority[index];
  }

  private void addLocations(Resource instance, Resource from, Node node) {
    if (instance != from && instance.parent() == from && from.isClone()) {
      return;
    }
    for (Preferences.LocationForRole location : work.preferences.locationsForRole(from)) {
      if (location.role() == Role.PROMOTED && location.scores().has(node.index())) {
        int index = instance.index();
        work.priority[index] = Score.add(work.priority[index], location.scores().get(node.index()));
      }
    }
  }

  private void sort(Resource clone) {
    List<Resource> instances = new ArrayList<>(work.children(clone));
    Scores table = work.scores(clone).copy();
    for (Resource instance : instances) {
      Node node = work.location(instance);
      if (node != null && work.sortIndex[instance.index()] >= 0) {
        table.add(node.index(), work.sortIndex[instance.index()]);
      }
    }
    table = heard(clone, table);
    if (work.cluster.promotionForbidden().contains(clone)) {
      for (int i = 0; i < table.size(); i++) {
        table.add(i, -Score.INFINITY);
      }
    }
    work.scores(clone, table);
    for (Resource instance : instances) {
      int index = instance.index();
      Node node = work.location(instance);
      if (!work.managed(instance) && work.nextRole(instance) == Role.PROMOTED) {
        work.sortIndex[index] = Score.INFINITY;
      } else if (node != null && work.sortIndex[index] >= 0) {
        work.sortIndex[index] = table.get(node.index());
      }
    }
    instances.sort(this::compare);
    work.sorted[clone.index()] = instances;
  }

  /** The scores with what those wish that are colocated with the promoted role. */
  private Scores heard(Resource clone, Scores table) {
    Scores heard = table;
    for (Colocation colocation : colocations.thisInRole(clone)) {
      // What is only wished for has been counted in each instance's own priority.
      if (colocation.dependentRole() == Role.PROMOTED && colocation.mandatory()) {
        double factor = colocation.score() / (double) Score.INFINITY;
        boolean active = colocation.score() < Score.INFINITY;
        heard =
            wishes.hear(
                colocation.primary(),
                heard,
                colocation,
                factor,
                new Wishes.Mode(true, false, active));
      }
    }
    for (Colocation colocation : colocations.withThisInRole(clone)) {
      if (colocation.primaryRole() == Role.PROMOTED && wishes.influences(colocation)) {
        double factor = colocation.score() / (double) Score.INFINITY;
        heard =
            wishes.hear(
                colocation.dependent(),
                heard,
                colocation,
                factor,
                new Wishes.Mode(false, true, true));
      }
    }
    return heard;
  }

  private int compare(Resource a, Resource b) {
    int byScore = Integer.compare(work.sortIndex[b.index()], work.sortIndex[a.index()]);
    if (byScore != 0) {
      return byScore;
    }
    int byRole = work.state(b, true).compareTo(work.state(a, true));
    return byRole != 0 ? byRole : order.compare(a, b);
  }

  /** All of a cloned group must be where it can be promoted. */
  private boolean mayBePromoted(Resource clone, Resource part, int[] perNode) {
    for (Resource child : part.children()) {
      if (!mayBePromoted(clone, child, perNode)) {
        return false;
      }
    }
    Node node = work.location(part);
    if (node == null) {
      return false;
    }
    if (!work.managed(part)) {
      return work.state(part, true) == Role.PROMOTED;
    }
    return work.sortIndex[part.index()] >= 0
        && work.available(node)
        && work.hosted(node)
        && work.scores(clone).has(node.index())
        && perNode[node.index()] < clone.promotedNodeMax();
  }

  private boolean frozen(Resource instance) {
    return work.state(instance, true).compareTo(Role.PROMOTED) < 0
        && !work.cluster.quorate()
        && work.cluster.noQuorumPolicy() == Options.NoQuorumPolicy.FREEZE;
  }

  private void setPromoted(Resource resource) {
    if (work.nextRole(resource) == Role.UNKNOWN || !resource.isPrimitive()) {
      work.nextRole[resource.index()] = Role.PROMOTED;
    }
    resource.children().forEach(this::setPromoted);
  }

  private void setUnpromoted(Resource resource) {
    work.nextRole[resource.index()] =
        work.location(resource) == null ? Role.STOPPED : Role.UNPROMOTED;
    resource.children().forEach(this::setUnpromoted);
  }
}
