package io.systole.scheduler.why;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.Plan;
import io.systole.scheduler.preferences.Contribution;
import io.systole.scheduler.preferences.Scores;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the tables of how nodes score for a resource. */
final class ScoreTables {

  private static final String REST = "what else the assignment takes into account";

  private final Plan plan;

  ScoreTables(Plan plan) {
    this.plan = plan;
  }

  Explanation.Table of(Resource resource) {
    List<Contribution> all = new ArrayList<>();
    plan.preferences().contributions().stream()
        .filter(c -> c.resource() == resource)
        .forEach(all::add);
    plan.assignment().contributions().stream()
        .filter(c -> c.resource() == resource)
        .forEach(all::add);
    List<Explanation.Row> rows = new ArrayList<>();
    for (Node node : plan.cluster().nodes()) {
      rows.add(row(resource, node, all.stream().filter(c -> c.node() == node).toList()));
    }
    rows.sort(
        Comparator.<Explanation.Row, Boolean>comparing(r -> !r.chosen())
            .thenComparing(r -> !r.condition().isEmpty() || !r.allowed())
            .thenComparingLong(r -> -(long) r.total()));
    return new Explanation.Table(resource.id(), ImmutableList.copyOf(rows));
  }

  private Explanation.Row row(Resource resource, Node node, List<Contribution> contributions) {
    Scores scores = plan.assignment().scores(resource);
    boolean allowed = scores.has(node.index());
    int total = scores.get(node.index());
    List<Contribution> parts =
        new ArrayList<>(contributions.stream().filter(c -> c.score() != 0).toList());
    int sum = 0;
    for (Contribution part : parts) {
      sum = Score.add(sum, part.score());
    }
    if (allowed && sum != total) {
      int rest = Math.abs(total) >= Score.INFINITY ? total : total - sum;
      parts.add(new Contribution(resource, node, rest, "", REST));
    }
    return new Explanation.Row(
        node.name(),
        total,
        allowed,
        Conditions.of(plan.cluster(), node),
        plan.assignment().node(resource) == node && !plan.ordered().withdrawn(resource),
        ImmutableList.copyOf(parts));
  }
}
