package io.systole.scheduler.preferences;

import com.google.common.collect.ImmutableList;
import io.systole.cib.rules.RuleInput;
import io.systole.cib.rules.Rules;
import io.systole.scheduler.preferences.Preferences.Discovery;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Parameters;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import io.systole.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads location constraints (Pacemaker Explained, "Location constraints"). */
final class LocationReader {

  private final PreferenceBuilder builder;

  LocationReader(PreferenceBuilder builder) {
    this.builder = builder;
  }

  void read(Element constraint) {
    if (constraint.has("rsc")) {
      for (Resource resource : builder.lookup.resources(constraint.attribute("rsc", ""))) {
        read(constraint, resource, constraint.attribute("role", ""), ImmutableList.of());
      }
    }
    if (constraint.has("rsc-pattern")) {
      readPattern(constraint);
    }
    for (Element set : constraint.children("resource_set")) {
      for (Element reference : set.children("resource_ref")) {
        for (Resource resource : builder.lookup.resources(reference.id())) {
          read(
              constraint,
              resource,
              set.attribute("role", constraint.attribute("role", "")),
              ImmutableList.of());
        }
      }
    }
  }

  private void readPattern(Element constraint) {
    String text = constraint.attribute("rsc-pattern", "");
    boolean negated = text.startsWith("!");
    Pattern pattern;
    try {
      pattern = Pattern.compile(negated ? text.substring(1) : text);
    } catch (PatternSyntaxException e) {
      // What is not a pattern matches nothing.
      return;
    }
    for (Resource resource : builder.cluster.topLevel()) {
      Matcher matcher = pattern.matcher(resource.id());
      boolean found = matcher.find();
      if (found == negated) {
        continue;
      }
      ImmutableList.Builder<String> groups = ImmutableList.builder();
      for (int i = 0; found && i <= matcher.groupCount(); i++) {
        groups.add(Optional.ofNullable(matcher.group(i)).orElse(""));
      }
      read(constraint, resource, constraint.attribute("role", ""), groups.build());
    }
  }

  private void read(
      Element constraint, Resource resource, String roleText, ImmutableList<String> matches) {
    Scores scores = new Scores(builder.cluster.nodes().size());
    Role role = role(roleText);
    if (constraint.has("node") && constraint.has("score")) {
      Node node = builder.cluster.node(constraint.attribute("node", ""));
      if (node != null) {
        scores.set(node.index(), Score.parse(constraint.attribute("score", "0"), 0));
      }
      apply(constraint, resource, role, scores);
      return;
    }
    for (Element child : constraint.children("rule")) {
      Element rule = referred(child);
      Scores ruled = new Scores(builder.cluster.nodes().size());
      for (Node node : builder.cluster.nodes()) {
        RuleInput input = input(resource, node, matches);
        builder.recheck.note(rule, input);
        if (Rules.holds(rule, input)) {
          ruled.set(node.index(), score(rule, node));
        }
      }
      Role ruleRole = role(rule.attribute("role", roleText));
      apply(constraint, resource, ruleRole, ruled);
    }
  }

  /** What is to be promoted is unpromoted first, so that only that role can be asked for alone. */
  private static Role role(String text) {
    Role role = Role.parse(text).orElse(Role.UNKNOWN);
    return role == Role.UNPROMOTED || role == Role.STARTED ? Role.UNKNOWN : role;
  }

  private Element referred(Element rule) {
    if (!rule.has("id-ref")) {
      return rule;
    }
    String id = rule.attribute("id-ref", "");
    return builder
        .cluster
        .cib()
        .descendants()
        .filter(e -> e.is("rule") && e.id().equals(id))
        .findFirst()
        .orElse(rule);
  }

  private RuleInput input(Resource resource, Node node, ImmutableList<String> matches) {
    return RuleInput.at(builder.cluster.now())
        .withNode(node.attributes())
        .withResource(resource.agent())
        .withValues(Parameters.of(builder.cluster, resource, node), resource.meta())
        .withMatches(matches);
  }

  private static int score(Element rule, Node node) {
    if (rule.has("score-attribute")) {
      String value = node.attribute(rule.attribute("score-attribute", "")).orElse("");
      return value.isEmpty() ? -Score.INFINITY : Score.parse(value, 0);
    }
    return Score.parse(rule.attribute("score", "0"), 0);
  }

  private void apply(Element constraint, Resource resource, Role role, Scores scores) {
    Discovery mode =
        switch (constraint.attribute("resource-discovery", "always")) {
          case "never" -> Discovery.NEVER;
          case "exclusive" -> Discovery.EXCLUSIVE;
          default -> Discovery.ALWAYS;
        };
    apply(constraint.id(), resource, role, scores, mode);
  }

  /** A group's scores count for its first member; the others follow that one. */
  private void apply(String id, Resource resource, Role role, Scores scores, Discovery mode) {
    if (role != Role.UNKNOWN) {
      builder.roleLocations.put(resource, new Preferences.LocationForRole(id, role, scores));
    } else {
      applyScores(id, resource, scores, mode);
      if (resource.isGroup() && resource.parent() == null) {
        builder.groupLocations.put(resource, scores);
      }
    }
    boolean first = true;
    for (Resource child : parts(resource, role)) {
      boolean later = resource.isGroup() && !first;
      apply(id, child, role, later ? zeroed(scores) : scores, mode);
      first = false;
    }
  }

  /** What runs in a bundle's containers has a place by them, and only a role for itself. */
  private static List<Resource> parts(Resource resource, Role role) {
    Resource content = resource.isBundle() ? resource.content() : null;
    if (content == null || role == Role.UNKNOWN) {
      return resource.located();
    }
    return List.of(content);
  }

  private void applyScores(String id, Resource resource, Scores scores, Discovery mode) {
    for (Node node : builder.cluster.nodes()) {
      if (!scores.has(node.index())) {
        continue;
      }
      // In a container nothing has a place but what its bundle is for, whatever is asked.
      boolean closed = node.isReplica() && !resource.inReplica();
      int score = closed ? -Score.INFINITY : scores.get(node.index());
      builder.scores.get(resource.index()).add(node.index(), score);
      builder.contributions.add(new Contribution(resource, node, score, id, "location constraint"));
      if (mode != Discovery.ALWAYS) {
        builder.discovery.put(resource, node, mode);
      }
    }
  }

  private static Scores zeroed(Scores scores) {
    Scores zeroed = new Scores(scores.size());
    for (int i = 0; i < scores.size(); i++) {
      if (scores.has(i)) {
        zeroed.set(i, 0);
      }
    }
    return zeroed;
  }
}
