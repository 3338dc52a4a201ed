package io.systole.scheduler.assignment;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
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

  /** A score as it stood when its resource was assigned. */
  public record ScoreLine(String resource, String node, int score, String kind) {}

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
  }

  public static Assignment of(ClusterState cluster, Preferences preferences) {
    return new Assigner(cluster, preferences).assign();
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

  public List<ScoreLine> lines() {
    return lines;
  }
}
