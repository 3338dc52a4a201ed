package io.systole.scheduler.actions;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import io.systole.scheduler.assignment.Assignment;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.NodeConditions;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.List;

/** Every action that might be needed, and the orderings between them. The fourth phase's value. */
public final class Actions {

  private final ClusterState cluster;
  private final Preferences preferences;
  private final Assignment assignment;
  private final ActionTable table;
  private final ImmutableList<Order> orders;
  private final Role[] nextRoles;
  private final ImmutableSet<Resource> byNumber;
  private final ImmutableSetMultimap<Resource, Node> neverOn;
  private final NodeConditions conditions;

  Actions(Draft draft) {
    this.cluster = draft.cluster;
    this.preferences = draft.preferences;
    this.assignment = draft.assignment;
    this.table = draft.table;
    this.orders = ImmutableList.copyOf(draft.orders);
    this.nextRoles = draft.nextRoles.clone();
    this.byNumber = ImmutableSet.copyOf(draft.byNumber);
    this.neverOn = ImmutableSetMultimap.copyOf(draft.neverOn);
    this.conditions = draft.conditions;
  }

  public static Actions of(ClusterState cluster, Preferences preferences, Assignment assignment) {
    Draft draft = new Draft(cluster, preferences, assignment);
    new StatedOrders(draft).add();
    new BuiltInOrders(draft).add();
    new HistoryChecks(draft).add();
    ResourceActions resources = new ResourceActions(draft);
    new Probes(draft).add();
    cluster.topLevel().forEach(resources::add);
    // What cannot be reached any more is one more reason to fence a node.
    new RemoteOrders(draft).add();
    new FencingActions(draft).add();
    new MigrationOrders(draft).add();
    return new Actions(draft);
  }

  public ClusterState cluster() {
    return cluster;
  }

  public Preferences preferences() {
    return preferences;
  }

  public Assignment assignment() {
    return assignment;
  }

  /** How the nodes will be, that known which must be fenced for what is done on them. */
  public NodeConditions conditions() {
    return conditions;
  }

  public ActionTable table() {
    return table;
  }

  public ImmutableList<Order> orders() {
    return orders;
  }

  /** The parts of a resource in the order in which their actions were thought of. */
  public List<Resource> children(Resource resource) {
    return Draft.children(assignment, byNumber, resource);
  }

  /** Whether a node that was there to be asked about a clone was not, since it is never there. */
  public boolean isNeverOn(Resource clone, Node node) {
    return neverOn.containsEntry(clone, node);
  }

  /** The role that a primitive will have. */
  public Role nextRole(Resource resource) {
    return nextRoles[resource.index()];
  }
}
