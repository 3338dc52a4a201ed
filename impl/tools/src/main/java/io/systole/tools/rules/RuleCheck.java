package io.systole.tools.rules;

import com.google.common.collect.ImmutableList;
import io.systole.cib.rules.Dates;
import io.systole.cib.rules.Explanation;
import io.systole.cib.rules.RuleInput;
import io.systole.cib.rules.RuleReasons;
import io.systole.cib.rules.RuleStatus;
import io.systole.scheduler.Origin;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Parameters;
import io.systole.scheduler.state.Resource;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The rules of one CIB at one moment. */
public final class RuleCheck {

  private final Element cib;
  private final ClusterState cluster;

  /** What a question names beside the rule. */
  public record Asked(
      Optional<Node> node, Optional<Resource> resource, Optional<RuleInput.Operation> operation) {

    public static final Asked NOTHING =
        new Asked(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * An answer.
   *
   * @param node that was thought of; empty if the rule asks about none
   */
  public record Answer(Optional<Node> node, Explanation explanation) {}

  public RuleCheck(Element cib, long nowEpochSeconds) {
    this.cib = cib;
    this.cluster = ClusterState.read(cib, nowEpochSeconds, Origin.SAVED);
  }

  public ClusterState cluster() {
    return cluster;
  }

  /** The rules that stand by themselves, not within others, in the order of the document. */
  public ImmutableList<Element> rules() {
    List<Element> found = new ArrayList<>();
    cib.child("configuration").ifPresent(c -> collect(c, found));
    return ImmutableList.copyOf(found);
  }

  private static void collect(Element here, List<Element> found) {
    for (Element child : here.children()) {
      if (!child.is("rule")) {
        collect(child, found);
      } else if (!child.has("id-ref")) {
        found.add(child);
      }
    }
  }

  /** The rule of that id, be it within another or not. */
  public Optional<Element> rule(String id) {
    return cib.child("configuration").stream()
        .flatMap(Element::descendants)
        .filter(e -> e.is("rule") && e.id().equals(id))
        .findFirst();
  }

  /** Evaluates a rule, on each node if it asks about nodes and none was named. */
  public ImmutableList<Answer> answers(Element rule, Asked asked) {
    boolean asksAboutNodes = rule.descendants().anyMatch(e -> e.is("expression"));
    Optional<Resource> resource = asked.resource().or(() -> holder(rule));
    if (asked.node().isPresent() || !asksAboutNodes || cluster.nodes().isEmpty()) {
      return ImmutableList.of(answer(rule, asked, asked.node(), resource));
    }
    return cluster.nodes().stream()
        .map(node -> answer(rule, asked, Optional.of(node), resource))
        .collect(ImmutableList.toImmutableList());
  }

  private Answer answer(
      Element rule, Asked asked, Optional<Node> node, Optional<Resource> resource) {
    RuleInput input = RuleInput.at(cluster.now());
    if (node.isPresent()) {
      input = input.withNode(node.get().attributes());
    }
    if (resource.isPresent()) {
      Resource known = resource.get();
      input =
          input
              .withResource(known.agent())
              .withValues(Parameters.of(cluster, known, node.orElse(null)), known.meta());
    }
    if (asked.operation().isPresent()) {
      input = input.withOperation(asked.operation().get());
    }
    return new Answer(node, RuleReasons.explain(rule, input));
  }

  /** The resource that a rule is about: that of its location, or the one that it stands in. */
  private Optional<Resource> holder(Element rule) {
    List<Element> path = new ArrayList<>();
    if (!find(cib, rule.id(), path)) {
      return Optional.empty();
    }
    for (Element around : path.reversed()) {
      String id = around.is("rsc_location") ? around.attribute("rsc", "") : around.id();
      Resource resource = id.isEmpty() ? null : cluster.resource(id);
      if (resource != null) {
        return Optional.of(resource);
      }
    }
    return Optional.empty();
  }

  private static boolean find(Element here, String ruleId, List<Element> path) {
    if (here.is("rule") && here.id().equals(ruleId)) {
      return true;
    }
    path.add(here);
    for (Element child : here.children()) {
      if (find(child, ruleId, path)) {
        return true;
      }
    }
    path.removeLast();
    return false;
  }

  /** A moment in seconds; now if {@code text} is null. */
  public static long moment(@Nullable String text) throws ToolException {
    if (text == null) {
      return Instant.now().getEpochSecond();
    }
    OptionalLong moment = Dates.parse(text);
    if (moment.isEmpty()) {
      throw new ToolException(
          ExitCode.DATA, "'" + text + "' is no date", "Write it as in 2026-12-24T18:00:00Z.");
    }
    return moment.getAsLong();
  }

  /** How a command ends that was asked whether a rule holds. */
  public static ExitCode exit(RuleStatus status) {
    return switch (status) {
      case IN_EFFECT -> ExitCode.OK;
      case NOT_YET -> ExitCode.NOT_YET_IN_EFFECT;
      case EXPIRED -> ExitCode.EXPIRED;
      case UNSATISFIED -> ExitCode.UNSATISFIED;
    };
  }
}
