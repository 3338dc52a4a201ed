package io.systole.cib.rules;

import io.systole.cib.FieldValues;
import io.systole.xml.Element;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Says whether a rule holds (Pacemaker Explained, "Rules"). */
public final class Rules {

  private Rules() {}

  /** Whether {@code rule}, with its own {@code boolean-op} over its conditions, holds. */
  public static boolean holds(Element rule, RuleInput input) {
    return holds(rule, input, moment -> {});
  }

  /** The next moment at which one of the conditions that decided would say otherwise, if any. */
  public static OptionalLong nextChange(Element rule, RuleInput input) {
    LongStream.Builder moments = LongStream.builder();
    var _ = holds(rule, input, moments);
    return moments.build().min();
  }

  private static boolean holds(Element rule, RuleInput input, LongConsumer changes) {
    boolean any = rule.attribute("boolean-op", "and").toLowerCase(Locale.ROOT).equals("or");
    boolean seen = false;
    for (Element condition : rule.children()) {
      if (!isCondition(condition)) {
        continue;
      }
      seen = true;
      if (test(condition, input, changes) == any) {
        return any;
      }
    }
    return seen ? !any : true;
  }

  static boolean isCondition(Element element) {
    return switch (element.name()) {
      case "rule", "expression", "date_expression", "rsc_expression", "op_expression" -> true;
      default -> false;
    };
  }

  static boolean test(Element condition, RuleInput input, LongConsumer changes) {
    return switch (condition.name()) {
      case "rule" -> holds(condition, input, changes);
      case "expression" -> attribute(condition, input);
      case "date_expression" -> date(condition, input.nowEpochSeconds(), changes);
      case "rsc_expression" -> input.resource().filter(a -> agent(condition, a)).isPresent();
      case "op_expression" -> input.operation().filter(o -> operation(condition, o)).isPresent();
      default -> false;
    };
  }

  private static boolean agent(Element condition, RuleInput.Agent agent) {
    return agrees(condition, "class", agent.standard())
        && agrees(condition, "provider", agent.provider())
        && agrees(condition, "type", agent.type());
  }

  private static boolean agrees(Element condition, String name, String actual) {
    return !condition.has(name) || condition.attribute(name, "").equals(actual);
  }

  private static boolean operation(Element condition, RuleInput.Operation operation) {
    if (!agrees(condition, "name", operation.name())) {
      return false;
    }
    return !condition.has("interval")
        || FieldValues.duration(condition.attribute("interval", ""))
            .filter(interval -> interval.toMillis() == operation.intervalMillis())
            .isPresent();
  }

  private static boolean date(Element condition, long now, LongConsumer changes) {
    OptionalLong start = Dates.parse(condition.attribute("start", ""));
    OptionalLong end = Dates.parse(condition.attribute("end", ""));
    return switch (condition.attribute("operation", "in_range").toLowerCase(Locale.ROOT)) {
      case "gt" -> start.isPresent() && !before(now, start.getAsLong() + 1, changes);
      case "lt" -> end.isPresent() && before(now, end.getAsLong(), changes);
      case "date_spec" -> condition.child("date_spec").filter(s -> Dates.isIn(now, s)).isPresent();
      default -> inRange(now, start, end.isPresent() ? end : after(condition, start), changes);
    };
  }

  /** Whether a moment is still to come, at which the answer will change. */
  private static boolean before(long now, long moment, LongConsumer changes) {
    if (now < moment) {
      changes.accept(moment);
    }
    return now < moment;
  }

  /** The end that a duration after the start gives. */
  static OptionalLong after(Element condition, OptionalLong start) {
    var duration = condition.child("duration");
    return start.isPresent() && duration.isPresent()
        ? OptionalLong.of(Dates.plus(start.getAsLong(), duration.get()))
        : OptionalLong.empty();
  }

  private static boolean inRange(
      long now, OptionalLong start, OptionalLong end, LongConsumer changes) {
    if (start.isPresent() && before(now, start.getAsLong(), changes)) {
      return false;
    }
    if (end.isPresent()) {
      return before(now, end.getAsLong() + 1, changes);
    }
    return start.isPresent();
  }

  private static boolean attribute(Element condition, RuleInput input) {
    Map<String, String> node = input.node();
    if (node == null) {
      return false;
    }
    String actual = node.get(name(condition, input));
    String operation = condition.attribute("operation", "").toLowerCase(Locale.ROOT);
    if (operation.equals("defined")) {
      return actual != null;
    }
    if (operation.equals("not_defined")) {
      return actual == null;
    }
    String wanted = wanted(condition, input);
    boolean ordering = !operation.equals("eq") && !operation.equals("ne");
    if (ordering && (actual == null || wanted == null)) {
      return false;
    }
    int order = compare(actual, wanted, type(condition, ordering, actual, wanted));
    return switch (operation) {
      case "eq" -> order == 0;
      case "ne" -> order != 0;
      case "lt" -> order < 0;
      case "lte" -> order <= 0;
      case "gt" -> order > 0;
      case "gte" -> order >= 0;
      default -> false;
    };
  }

  /** An attribute's name may refer to what a resource pattern matched: {@code %1}. */
  static String name(Element condition, RuleInput input) {
    String name = condition.attribute("attribute", "");
    for (int i = 0; i < input.matches().size() && name.indexOf('%') >= 0; i++) {
      name = name.replace("%" + i, input.matches().get(i));
    }
    return name;
  }

  static @Nullable String wanted(Element condition, RuleInput input) {
    String value = condition.attributes().get("value");
    if (value == null) {
      return null;
    }
    return switch (condition.attribute("value-source", "literal")) {
      case "param" -> input.parameters().get(value);
      case "meta" -> input.meta().get(value);
      default -> value;
    };
  }

  private static String type(
      Element condition, boolean ordering, @Nullable String actual, @Nullable String wanted) {
    String otherwise = "string";
    if (ordering) {
      boolean fraction =
          String.valueOf(actual).contains(".") || String.valueOf(wanted).contains(".");
      otherwise = fraction ? "number" : "integer";
    }
    return condition.attribute("type", otherwise).toLowerCase(Locale.ROOT);
  }

  private static int compare(@Nullable String a, @Nullable String b, String type) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    }
    try {
      return switch (type) {
        case "integer" -> Long.compare(whole(a), whole(b));
        case "number" -> Double.compare(Double.parseDouble(a), Double.parseDouble(b));
        case "version" -> compareVersions(a, b);
        default -> a.compareToIgnoreCase(b);
      };
    } catch (NumberFormatException e) {
      // What should be a number and is not can only be compared as text.
      return a.compareToIgnoreCase(b);
    }
  }

  private static long whole(String text) {
    return Dates.leadingNumber(text).orElseThrow(() -> new NumberFormatException(text));
  }

  private static int compareVersions(String a, String b) {
    String[] left = a.split("\\.", -1);
    String[] right = b.split("\\.", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      long l = i < left.length ? Dates.leadingNumber(left[i]).orElse(0) : 0;
      long r = i < right.length ? Dates.leadingNumber(right[i]).orElse(0) : 0;
      if (l != r) {
        return Long.compare(l, r);
      }
    }
    return 0;
  }
}
