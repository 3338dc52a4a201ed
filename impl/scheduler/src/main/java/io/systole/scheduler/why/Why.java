package io.systole.scheduler.why;

import com.google.common.collect.ImmutableList;
import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.Plan;
import io.systole.scheduler.preferences.Contribution;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains what a plan does with a resource or a node. The plan must be an explained one, or the
 * tables lack what the assignment itself did.
 */
public final class Why {

  private final Plan plan;
  private final Evidence evidence;
  private final ScoreTables tables;
  private final List<String> answer = new ArrayList<>();
  private final List<Explanation.Table> shown = new ArrayList<>();

  private Why(Plan plan) {
    this.plan = plan;
    this.evidence = new Evidence(plan);
    this.tables = new ScoreTables(plan);
  }

  /** The resource of a name: of an instance, or of the configuration. */
  public static @Nullable Resource find(Plan plan, String name) {
    Resource named = plan.cluster().resource(name);
    if (named != null && named.instance() >= 0 && !named.id().equals(name)) {
      // The name of what is cloned means all of its instances.
      return named.top();
    }
    return named;
  }

  /**
   * Why a resource is where it is.
   *
   * @param on the node that is asked about, or null for all
   */
  public static Explanation of(Plan plan, Resource resource, @Nullable Node on) {
    Why why = new Why(plan);
    why.resource(resource, on);
    return why.explanation();
  }

  /** Why a node is treated as it is. */
  public static Explanation ofNode(Plan plan, Node node) {
    Why why = new Why(plan);
    why.node(node);
    return why.explanation();
  }

  private Explanation explanation() {
    return new Explanation(
        ImmutableList.copyOf(answer), ImmutableList.copyOf(shown), evidence.all());
  }

  // Nodes

  private void node(Node node) {
    String condition = Conditions.of(plan.cluster(), node);
    answer.add(
        condition.isEmpty()
            ? node.name() + " is online and can run resources."
            : node.name() + " " + condition + ".");
    boolean fenced =
        plan.ordered().all().stream()
            .anyMatch(a -> a.is("stonith") && a.node() == node && !plan.ordered().optional(a));
    if (fenced) {
      answer.add(
          "Its fencing is part of the present transition; what may have run there is started"
              + " elsewhere only after it.");
    } else if (node.unclean() && !plan.cluster().canFence(node)) {
      answer.add(whyNotFenced());
      evidence.addOption("fencing-enabled");
      evidence.addOption("stonith-enabled");
    }
    List<String> here = node.running().stream().map(Resource::id).toList();
    answer.add(here.isEmpty() ? "Nothing runs there." : "There run " + Words.list(here) + ".");
  }

  private String whyNotFenced() {
    if (!plan.cluster().options().fencing()) {
      return "It cannot be fenced, since fencing is not enabled.";
    }
    return plan.cluster().hasFenceDevice()
        ? "It cannot be fenced, since this part of the cluster has no quorum."
        : "It cannot be fenced, since there is no fence device.";
  }

  // Resources

  private void resource(Resource resource, @Nullable Node on) {
    if (resource.isPrimitive()) {
      new Verdict(plan, resource, evidence, answer).give();
      Explanation.Table table = tables.of(resource);
      shown.add(table);
      place(resource, table, on);
      return;
    }
    for (Resource part : plan.ordered().actions().children(resource)) {
      if (!part.orphan()) {
        resource(part, on);
      }
    }
  }

  private void place(Resource resource, Explanation.Table table, @Nullable Node on) {
    Explanation.Row chosen = null;
    Explanation.Row asked = null;
    for (Explanation.Row row : table.rows()) {
      chosen = row.chosen() ? row : chosen;
      asked = on != null && row.node().equals(on.name()) ? row : asked;
    }
    if (asked != null && !asked.chosen()) {
      answer.add(whyNot(resource, asked, chosen));
      evidence.add(asked);
    }
    if (chosen != null && !forcedToStay(resource)) {
      answer.add(whyThere(table, chosen));
      evidence.add(chosen);
    }
    if (chosen == null && !wantedStopped(resource)) {
      nowhere(resource, table);
    }
  }

  private boolean forcedToStay(Resource resource) {
    return !plan.assignment().managed(resource);
  }

  /** Whether it is to be stopped wherever it could run. */
  private boolean wantedStopped(Resource resource) {
    return resource
            .meta("target-role")
            .flatMap(Role::parse)
            .filter(r -> r == Role.STOPPED)
            .isPresent()
        || plan.cluster().options().is(ClusterOption.STOP_ALL_RESOURCES);
  }

  private static boolean usable(Explanation.Row row) {
    return row.allowed() && row.condition().isEmpty() && row.total() >= 0;
  }

  private static String whyThere(Explanation.Table table, Explanation.Row chosen) {
    List<Explanation.Row> others =
        table.rows().stream().filter(r -> !r.chosen() && usable(r)).toList();
    if (others.isEmpty()) {
      return chosen.node() + " is the only node that can run " + table.resource() + ".";
    }
    Explanation.Row next = others.getFirst();
    if (next.total() == chosen.total()) {
      return chosen.node()
          + " is as good as any other node ("
          + Score.text(chosen.total())
          + "); among equals the one where it runs, or that has least to do, is taken.";
    }
    return chosen.node()
        + " has the best score for "
        + table.resource()
        + ": "
        + Score.text(chosen.total())
        + ", against "
        + Score.text(next.total())
        + " on "
        + next.node()
        + ".";
  }

  private String whyNot(
      Resource resource, Explanation.Row asked, Explanation.@Nullable Row chosen) {
    String name = resource.id() + " is not to run on " + asked.node() + ": ";
    if (!asked.condition().isEmpty()) {
      return name + "the node " + asked.condition() + ".";
    }
    if (!asked.allowed()) {
      evidence.addOption("symmetric-cluster");
      return name + "no location constraint allows it there, and nothing is allowed by default.";
    }
    if (asked.total() < 0) {
      return name + forbidden(asked) + ".";
    }
    if (chosen == null) {
      return name + "it is not to run anywhere.";
    }
    return name
        + "the node scores "
        + Score.text(asked.total())
        + ", "
        + chosen.node()
        + " "
        + Score.text(chosen.total())
        + ".";
  }

  /** What counts most against a node. */
  private static String forbidden(Explanation.Row row) {
    Contribution worst = null;
    for (Contribution contribution : row.contributions()) {
      boolean worse = worst == null || contribution.score() < worst.score();
      worst = contribution.score() < 0 && worse ? contribution : worst;
    }
    if (worst == null) {
      return "its score there is " + Score.text(row.total());
    }
    if (worst.element().isEmpty()) {
      return worst.reason();
    }
    String score = Score.text(worst.score());
    return worst.reason() + " (" + worst.element() + ") counts " + score;
  }

  private void nowhere(Resource resource, Explanation.Table table) {
    for (Explanation.Row row : table.rows()) {
      if (usable(row)) {
        return;
      }
    }
    StringBuilder sentence =
        new StringBuilder("No node can run ").append(resource.id()).append(": ");
    List<String> reasons = new ArrayList<>();
    for (Explanation.Row row : table.rows()) {
      if (!row.condition().isEmpty()) {
        reasons.add(row.node() + " " + row.condition());
      } else if (!row.allowed()) {
        reasons.add(row.node() + " is not allowed by any location constraint");
      } else {
        reasons.add(row.node() + ": " + forbidden(row));
      }
      evidence.add(row);
    }
    answer.add(sentence.append(String.join("; ", reasons)).append('.').toString());
  }
}
