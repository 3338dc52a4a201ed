package io.systole.cib.rules;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Explains rules. What holds is asked of {@link Rules}, the one evaluator; here it is put in words.
 */
public final class RuleReasons {

  private RuleReasons() {}

  /** Why {@code rule} holds or does not. */
  public static Explanation explain(Element rule, RuleInput input) {
    ImmutableList.Builder<Explanation> parts = ImmutableList.builder();
    for (Element condition : rule.children()) {
      if (Rules.isCondition(condition)) {
        parts.add(condition.is("rule") ? explain(condition, input) : leaf(condition, input));
      }
    }
    ImmutableList<Explanation> all = parts.build();
    boolean holds = Rules.holds(rule, input);
    boolean any = Ascii.equalsIgnoreCase(rule.attribute("boolean-op", "and"), "or");
    long held = all.stream().filter(Explanation::holds).count();
    String reason =
        all.isEmpty()
            ? "it has no condition, so it always holds"
            : lenientFormat(
                "%s of %s conditions hold, and %s has to", held, all.size(), any ? "any" : "each");
    RuleStatus status =
        holds
            ? RuleStatus.IN_EFFECT
            : all.stream()
                .filter(part -> !part.holds())
                .reduce((first, second) -> any ? second : first)
                .map(Explanation::status)
                .orElse(RuleStatus.UNSATISFIED);
    return new Explanation(rule, status, reason, all);
  }

  private static Explanation leaf(Element condition, RuleInput input) {
    boolean holds = Rules.test(condition, input, moment -> {});
    RuleStatus otherwise =
        condition.is("date_expression") ? time(condition, input) : RuleStatus.UNSATISFIED;
    String reason =
        switch (condition.name()) {
          case "expression" -> attribute(condition, input);
          case "date_expression" -> date(condition, input);
          case "rsc_expression" -> agent(condition, input);
          default -> operation(condition, input);
        };
    return new Explanation(
        condition, holds ? RuleStatus.IN_EFFECT : otherwise, reason, ImmutableList.of());
  }

  private static String attribute(Element condition, RuleInput input) {
    String name = Rules.name(condition, input);
    Map<String, String> node = input.node();
    if (node == null) {
      return lenientFormat("no node is meant, so its attribute %s can't be known", name);
    }
    String operation = Ascii.toLowerCase(condition.attribute("operation", ""));
    String actual = quoted(node.get(name));
    return switch (operation) {
      case "defined", "not_defined" ->
          lenientFormat("%s is %s, and is to be %s", name, actual, operation.replace('_', ' '));
      default ->
          lenientFormat(
              "%s is %s, and is to be %s %s%s",
              name,
              actual,
              comparison(operation),
              quoted(Rules.wanted(condition, input)),
              source(condition));
    };
  }

  private static String quoted(@Nullable String value) {
    return value == null ? "not defined" : "'" + value + "'";
  }

  private static String comparison(String operation) {
    return switch (operation) {
      case "eq" -> "equal to";
      case "ne" -> "other than";
      case "lt" -> "less than";
      case "lte" -> "at most";
      case "gt" -> "greater than";
      case "gte" -> "at least";
      default -> lenientFormat("compared by '%s', which nobody knows, with", operation);
    };
  }

  private static String source(Element condition) {
    String value = condition.attribute("value", "");
    return switch (condition.attribute("value-source", "literal")) {
      case "param" -> lenientFormat(" (the resource's parameter %s)", value);
      case "meta" -> lenientFormat(" (the resource's meta-attribute %s)", value);
      default -> "";
    };
  }

  private static RuleStatus time(Element condition, RuleInput input) {
    long now = input.nowEpochSeconds();
    Optional<Element> spec = condition.child("date_spec");
    if (operation(condition).equals("date_spec") && spec.isPresent()) {
      return Dates.compare(now, spec.get()) < 0 ? RuleStatus.NOT_YET : RuleStatus.EXPIRED;
    }
    OptionalLong start = Dates.parse(condition.attribute("start", ""));
    OptionalLong end = end(condition, start);
    if (start.isPresent() && now <= start.getAsLong() && !operation(condition).equals("lt")) {
      return RuleStatus.NOT_YET;
    }
    return end.isPresent() ? RuleStatus.EXPIRED : RuleStatus.UNSATISFIED;
  }

  private static String operation(Element condition) {
    return Ascii.toLowerCase(condition.attribute("operation", "in_range"));
  }

  private static OptionalLong end(Element condition, OptionalLong start) {
    OptionalLong end = Dates.parse(condition.attribute("end", ""));
    return end.isPresent() ? end : Rules.after(condition, start);
  }

  private static String date(Element condition, RuleInput input) {
    String now = moment(input.nowEpochSeconds());
    OptionalLong start = Dates.parse(condition.attribute("start", ""));
    return switch (operation(condition)) {
      case "gt" -> lenientFormat("it is %s, and is to be after %s", now, moment(start));
      case "lt" ->
          lenientFormat(
              "it is %s, and is to be before %s",
              now, moment(Dates.parse(condition.attribute("end", ""))));
      case "date_spec" ->
          lenientFormat(
              "it is %s, and is to fit %s",
              now, condition.child("date_spec").map(RuleReasons::ranges).orElse("a missing one"));
      default ->
          lenientFormat(
              "it is %s, and is to be from %s to %s",
              now, moment(start), moment(end(condition, start)));
    };
  }

  private static String ranges(Element spec) {
    StringBuilder words = new StringBuilder();
    spec.attributes()
        .forEach((name, value) -> {
          if (!name.equals("id")) {
            words.append(words.isEmpty() ? "" : ", ").append(name).append(' ').append(value);
          }
        });
    return words.toString();
  }

  private static String moment(OptionalLong epochSeconds) {
    return epochSeconds.isPresent() ? moment(epochSeconds.getAsLong()) : "no date that is given";
  }

  private static String moment(long epochSeconds) {
    return Instant.ofEpochSecond(epochSeconds).toString();
  }

  private static String agent(Element condition, RuleInput input) {
    return input
        .resource()
        .map(agent ->
            lenientFormat(
                "the agent is %s, and is to be %s",
                name(agent.standard(), agent.provider(), agent.type()),
                name(
                    condition.attribute("class", "*"),
                    condition.attribute("provider", "*"),
                    condition.attribute("type", "*"))))
        .orElse("no resource is meant, so its agent can't be known");
  }

  private static String name(String standard, String provider, String type) {
    return provider.isEmpty() ? standard + ":" + type : standard + ":" + provider + ":" + type;
  }

  private static String operation(Element condition, RuleInput input) {
    String wanted = condition.attribute("name", "any");
    String interval = condition.attribute("interval").map(i -> " every " + i).orElse("");
    return input
        .operation()
        .map(operation ->
            lenientFormat(
                "the operation is %s every %sms, and is to be %s%s",
                operation.name(), operation.intervalMillis(), wanted, interval))
        .orElse("no operation is meant, so it can't be known");
  }
}
