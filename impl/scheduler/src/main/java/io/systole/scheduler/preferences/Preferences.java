package io.systole.scheduler.preferences;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;

/** What configuration and history ask for, as scores and constraints. The second phase's value. */
public final class Preferences {

  /** Whether a resource is looked for on a node where it is not known to be. */
  public enum Discovery {
    ALWAYS,
    NEVER,
    EXCLUSIVE
  }

  private final ImmutableList<Scores> scores;
  private final ImmutableListMultimap<Resource, LocationForRole> roleLocations;
  private final ImmutableListMultimap<Resource, Scores> groupLocations;
  private final ImmutableListMultimap<Resource, Colocation> dependsOn;
  private final ImmutableListMultimap<Resource, Colocation> dependents;
  private final ImmutableList<OrderConstraint> orders;
  private final ImmutableList<Contribution> contributions;
  private final DiscoveryTable discovery;
  private final long recheckBy;

  /** A location constraint that counts only for one role. */
  public record LocationForRole(String id, Role role, Scores scores) {}

  Preferences(PreferenceBuilder b) {
    this.scores = ImmutableList.copyOf(b.scores);
    this.roleLocations = ImmutableListMultimap.copyOf(b.roleLocations);
    this.groupLocations = ImmutableListMultimap.copyOf(b.groupLocations);
    this.dependsOn = ImmutableListMultimap.copyOf(b.dependsOn);
    this.dependents = ImmutableListMultimap.copyOf(b.dependents);
    this.orders = ImmutableList.copyOf(b.orders);
    this.contributions = ImmutableList.copyOf(b.contributions);
    this.discovery = b.discovery;
    this.recheckBy = b.recheck.epochSeconds();
  }

  public static Preferences of(ClusterState cluster) {
    return new PreferenceBuilder(cluster).build();
  }

  /** A resource's own scores, of which the caller gets a copy. */
  public Scores scores(Resource resource) {
    return scores.get(resource.index()).copy();
  }

  public boolean allowed(Resource resource, Node node) {
    return scores.get(resource.index()).has(node.index());
  }

  public ImmutableList<LocationForRole> locationsForRole(Resource resource) {
    return roleLocations.get(resource);
  }

  /**
   * A resource's own scores, to which for a later member of a group what is asked of the whole
   * group is added, which otherwise only the first member knows.
   */
  public Scores withGroupLocations(Resource member, Scores own) {
    Resource group = member.parent();
    if (group == null || !group.isGroup() || group.children().getFirst() == member) {
      return own;
    }
    Scores all = own.copy();
    for (Scores asked : groupLocations.get(group)) {
      for (int i = 0; i < all.size(); i++) {
        if (asked.has(i)) {
          all.add(i, asked.get(i));
        }
      }
    }
    return all;
  }

  /** The colocations in which the resource is the dependent. */
  public ImmutableList<Colocation> dependsOn(Resource resource) {
    return dependsOn.get(resource);
  }

  /** The colocations in which the resource is the primary. */
  public ImmutableList<Colocation> dependents(Resource resource) {
    return dependents.get(resource);
  }

  public ImmutableList<OrderConstraint> orders() {
    return orders;
  }

  public ImmutableList<Contribution> contributions() {
    return contributions;
  }

  /** When, in seconds since the epoch, time alone will change what is asked for; 0 if never. */
  public long recheckBy() {
    return recheckBy;
  }

  public DiscoveryTable discovery() {
    return discovery;
  }
}
