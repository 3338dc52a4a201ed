package io.systole.scheduler.preferences;

import io.systole.cib.rules.RuleInput;
import io.systole.cib.rules.Rules;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.xml.Element;

/**
 * The next moment at which time alone will make something else of the configuration (Pacemaker
 * Explained, "Time-based rules"), so that all has to be decided anew.
 */
final class RecheckTime {

  private final ClusterState cluster;
  private final boolean dated;
  private long earliest;

  RecheckTime(ClusterState cluster) {
    this.cluster = cluster;
    this.earliest = cluster.recheckBy();
    this.dated =
        cluster.cib().at("configuration").stream()
            .flatMap(Element::descendants)
            .anyMatch(e -> e.is("date_expression"));
  }

  /** Notes when a rule will say otherwise. */
  void note(Element rule, RuleInput input) {
    if (dated) {
      Rules.nextChange(rule, input).ifPresent(this::note);
    }
  }

  private void note(long moment) {
    if (moment > cluster.now() && (earliest == 0 || moment < earliest)) {
      earliest = moment;
    }
  }

  /** Notes the rules of all sets of attributes. */
  void noteSets() {
    if (dated) {
      cluster.cib().at("configuration").stream()
          .flatMap(Element::descendants)
          .filter(RecheckTime::isSet)
          .forEach(set -> set.children("rule").forEach(this::noteForNodes));
    }
  }

  private static boolean isSet(Element element) {
    return switch (element.name()) {
      case "cluster_property_set", "meta_attributes", "instance_attributes", "utilization" -> true;
      default -> false;
    };
  }

  private void noteForNodes(Element rule) {
    note(rule, RuleInput.at(cluster.now()));
    for (Node node : cluster.nodes()) {
      note(rule, RuleInput.at(cluster.now()).withNode(node.attributes()));
    }
  }

  /** In seconds since the epoch; 0 if nothing will change by itself. */
  long epochSeconds() {
    return earliest;
  }
}
