package io.systole.scheduler.preferences;

import io.systole.cib.options.ResourceOption;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;

/** What follows from how resources are built: group members keep together, devices to members. */
final class MembershipRule {

  private final PreferenceBuilder builder;

  MembershipRule(PreferenceBuilder builder) {
    this.builder = builder;
  }

  void apply() {
    for (Resource resource : builder.cluster.resources()) {
      if (resource.isGroup()) {
        chain(resource);
      }
      if (resource.isFenceDevice() || resource.isConnection()) {
        keepToMembers(resource);
      }
    }
  }

  /** Each member goes where the one before it is. */
  private void chain(Resource group) {
    Resource previous = null;
    for (Resource member : group.children()) {
      if (previous != null && group.metaIs(ResourceOption.COLLOCATED)) {
        Colocation colocation =
            new Colocation(
                "#group-members",
                member,
                previous,
                Score.INFINITY,
                Role.UNKNOWN,
                Role.UNKNOWN,
                "#uname",
                member.critical(),
                false);
        builder.dependsOn.put(member, colocation);
        builder.dependents.put(previous, colocation);
      }
      previous = member;
    }
  }

  private void keepToMembers(Resource resource) {
    for (Node node : builder.cluster.nodes()) {
      if (node.connection() != null && builder.scores.get(resource.index()).has(node.index())) {
        builder.add(
            resource, node, -Score.INFINITY, "", "it cannot be reached through another resource");
      }
    }
  }
}
