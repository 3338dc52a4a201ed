package io.systole.cib.check;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableMap;
import io.systole.cib.Finding;
import io.systole.cib.rules.Dates;
import io.systole.xml.Element;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates that can't be, and spans that are empty (Pacemaker Explained, "Rules"). */
final class DateExpressions {

  /** The least and the greatest number that each part of a date may have. */
  private static final ImmutableMap<String, Range> PARTS =
      ImmutableMap.<String, Range>builder()
          .put("seconds", new Range(0, 59))
          .put("minutes", new Range(0, 59))
          .put("hours", new Range(0, 23))
          .put("monthdays", new Range(1, 31))
          .put("weekdays", new Range(1, 7))
          .put("yeardays", new Range(1, 366))
          .put("months", new Range(1, 12))
          .put("weeks", new Range(1, 53))
          .put("years", new Range(0, Long.MAX_VALUE))
          .put("weekyears", new Range(0, Long.MAX_VALUE))
          .buildOrThrow();

  private static final Pattern RANGE =
      Pattern.compile("\\s*(\\d{1,18})(?:\\s*-\\s*(\\d{0,18}))?\\s*");

  private final List<Finding> findings;

  DateExpressions(List<Finding> findings) {
    this.findings = findings;
  }

  void check(Place place) {
    switch (place.element().name()) {
      case "date_expression" -> expression(place);
      case "date_spec" -> specification(place);
      default -> {
        // Nothing else is a date.
      }
    }
  }

  private void expression(Place place) {
    OptionalLong start = date(place, "start");
    OptionalLong end = date(place, "end");
    if (start.isPresent() && end.isPresent() && start.getAsLong() > end.getAsLong()) {
      findings.add(
          place.warning(
              "it ends before it starts, so it never holds", "swap its start and its end"));
    }
  }

  private OptionalLong date(Place place, String attribute) {
    Element element = place.element();
    if (!element.has(attribute)) {
      return OptionalLong.empty();
    }
    String text = element.attribute(attribute, "");
    OptionalLong date = Dates.parse(text);
    if (date.isEmpty()) {
      findings.add(
          place.error(
              lenientFormat("its %s '%s' is no date that can be", attribute, text),
              "write it as in 2026-02-28 or 2026-02-28T13:00:00Z"));
    }
    return date;
  }

  private void specification(Place place) {
    PARTS.forEach((part, allowed) ->
        place
            .element()
            .attribute(part)
            .filter(text -> !allowed.holds(text))
            .ifPresent(text ->
                findings.add(
                    place.error(
                        lenientFormat("its %s '%s' can't be", part, text),
                        lenientFormat("write a number or a range %s", allowed)))));
  }

  /** What a part may be. */
  private record Range(long least, long greatest) {

    /** Whether a number or a range lies within, the lesser first. */
    boolean holds(String text) {
      Matcher range = RANGE.matcher(text);
      if (!range.matches()) {
        return false;
      }
      long low = Long.parseLong(range.group(1));
      String upper = range.group(2);
      long high = upper == null ? low : upper.isEmpty() ? greatest : Long.parseLong(upper);
      return least <= low && low <= high && high <= greatest;
    }

    @Override
    public String toString() {
      return greatest == Long.MAX_VALUE
          ? "from " + least + " on"
          : "from " + least + " to " + greatest;
    }
  }
}
