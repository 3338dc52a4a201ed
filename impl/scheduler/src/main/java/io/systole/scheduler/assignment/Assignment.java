package io.systole.scheduler.assignment;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.scheduler.preferences.Contribution;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.NodeConditions;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which node each resource gets, and in which role. The third phase's value. */
public final class Assignment {

  private final ClusterState cluster;
  private final @Nullable Node[] nodes;
  private final Role[] roles;
  private final Role[] nextRoles;
  private final boolean[] managed;
  private final int[] priorities;
  private final Scores[] scores;
  private final ImmutableList<ScoreLine> lines;
  private final ImmutableList<ImmutableList<Resource>> children;
  private final ImmutableList<Resource> order;
  private final Capacity capacity;
  private final NodeConditions conditions;
  private final ImmutableList<Contribution> contributions;

  /** When a score was taken. */
  public enum Step {
    PRIMITIVE,
    GROUP,
    /** With those of all that is in the clone. */
    CLONE,
    BUNDLE,
    /** It is a claim to be promoted. */
    PROMOTION;

    static Step of(Resource.Kind kind) {
      return switch (kind) {
        case PRIMITIVE -> PRIMITIVE;
        case GROUP -> GROUP;
        case CLONE -> CLONE;
        case BUNDLE -> BUNDLE;
      };
    }
  }

  /**
   * A score as it stood at a step of the assignment.
   *
   * @param node its name; the empty string for an instance that runs nowhere
   */
  public record ScoreLine(Step step, String resource, String node, int score) {}

  Assignment(Work work, List<Resource> order) {
    this.cluster = work.cluster;
    this.nodes = work.assigned.clone();
    this.roles = work.role.clone();
    this.nextRoles = work.nextRole.clone();
    this.managed = work.managed.clone();
    this.priorities = work.priority.clone();
    for (Resource resource : cluster.resources()) {
      Resource parent = resource.parent();
      if (parent != null && parent.promotable()) {
        priorities[resource.index()] = parent.priority();
      }
    }
    this.scores = work.scores.clone();
    this.lines = ImmutableList.copyOf(work.lines);
    ImmutableList.Builder<ImmutableList<Resource>> all = ImmutableList.builder();
    for (Resource resource : cluster.resources()) {
      all.add(ImmutableList.copyOf(work.children(resource)));
    }
    this.children = all.build();
    this.order = ImmutableList.copyOf(order);
    this.capacity = work.capacity;
    this.conditions = work.conditions;
    this.contributions =
        work.trace == null ? ImmutableList.of() : ImmutableList.copyOf(work.trace.steps());
  }

  public static Assignment of(ClusterState cluster, Preferences preferences) {
    return new Assigner(cluster, preferences, false).assign();
  }

  /** The same assignment, which also keeps what it did to scores and why. */
  public static Assignment explained(ClusterState cluster, Preferences preferences) {
    return new Assigner(cluster, preferences, true).assign();
  }

  /** The node that a primitive gets. */
  public @Nullable Node node(Resource resource) {
    return nodes[resource.index()];
  }

  /** The node that a resource gets, or the first of its parts that gets one. */
  public @Nullable Node location(Resource resource) {
    return Work.location(nodes, resource);
  }

  /** The current role: a promotable clone's started instance counts as unpromoted. */
  public Role role(Resource resource) {
    return roles[resource.index()];
  }

  /** The role that the resource shall have; unknown if only its node decides. */
  public Role nextRole(Resource resource) {
    return nextRoles[resource.index()];
  }

  public boolean managed(Resource resource) {
    return managed[resource.index()];
  }

  /**
   * The priority. That of a member of a cloned group may have grown by what its group is colocated
   * with in a role; what an instance's promotion is worth is no part of it.
   */
  public int priority(Resource resource) {
    return priorities[resource.index()];
  }

  public Scores scores(Resource resource) {
    return scores[resource.index()];
  }

  /** The parts of a resource, a clone's in the order in which its instances were preferred. */
  public ImmutableList<Resource> children(Resource resource) {
    return children.get(resource.index());
  }

  /** The outermost resources in the order in which they were assigned. */
  public ImmutableList<Resource> order() {
    return order;
  }

  /** How the nodes will be: a remote node is there if its connection has been given a node. */
  public NodeConditions conditions() {
    return conditions;
  }

  /** What a node has left of each thing that resources take up. */
  public ImmutableMap<String, Integer> left(Node node) {
    return capacity.left(node);
  }

  /** What a resource takes up. */
  public ImmutableMap<String, Integer> needs(Resource resource) {
    return ImmutableMap.copyOf(capacity.needs(resource));
  }

  /** What the assignment added to the preferences' scores; empty unless it is explained. */
  public ImmutableList<Contribution> contributions() {
    return contributions;
  }

  public List<ScoreLine> lines() {
    return lines;
  }
}
