package io.systole.cib.rules;

import io.systole.xml.Element;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Dates and spans of time as ISO 8601 has them, in seconds. Without an offset they are in UTC. */
public final class Dates {

  private static final Pattern DATE =
      Pattern.compile(
          "(?:(?<year>\\d{4})-?(?:(?<month>\\d{2})-?(?<day>\\d{2})|W(?<week>\\d{2})-?(?<wd>\\d)?"
              + "|(?<ordinal>\\d{3})))?");
  private static final Pattern TIME =
      Pattern.compile("(\\d{2}):?(?:(\\d{2}):?(?:(\\d{2})(?:\\.\\d+)?)?)?");
  private static final Pattern OFFSET = Pattern.compile("Z|([+-])(\\d{2}):?(\\d{2})?");
  private static final Pattern SPLIT =
      Pattern.compile("([^T ]*?)(?:[T ]\\s*([0-9:.]+)\\s*(Z|[+-][0-9:]+)?)?");
  private static final Pattern SPAN =
      Pattern.compile(
          "P(?=.*\\d)(?:(\\d{1,9})Y)?(?:(\\d{1,9})M)?(?:(\\d{1,9})W)?(?:(\\d{1,9})D)?"
              + "(?:T?(?:(\\d{1,9})H)?(?:(\\d{1,9})M)?(?:(\\d{1,9})S)?)?");

  private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?\\d{1,18}).*", Pattern.DOTALL);

  private Dates() {}

  /** The moment in seconds since the epoch, if the text is one. */
  public static OptionalLong parse(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith("epoch:")) {
      return leadingNumber(trimmed.substring("epoch:".length()));
    }
    Matcher parts = SPLIT.matcher(trimmed);
    if (!parts.matches()) {
      return OptionalLong.empty();
    }
    Matcher date = DATE.matcher(parts.group(1));
    if (!date.matches() || date.group("year") == null) {
      return OptionalLong.empty();
    }
    try {
      LocalTime time = parts.group(2) == null ? LocalTime.MIDNIGHT : time(parts.group(2));
      ZoneOffset offset = parts.group(3) == null ? ZoneOffset.UTC : offset(parts.group(3));
      return OptionalLong.of(date(date).atTime(time).toEpochSecond(offset));
    } catch (DateTimeException e) {
      // A date that cannot be, such as the thirtieth of February, is no date.
      return OptionalLong.empty();
    }
  }

  private static LocalDate date(Matcher date) {
    int year = Integer.parseInt(date.group("year"));
    if (date.group("ordinal") != null) {
      return LocalDate.ofYearDay(year, Integer.parseInt(date.group("ordinal")));
    }
    if (date.group("week") != null) {
      long weekday = date.group("wd") == null ? 1 : Long.parseLong(date.group("wd"));
      return LocalDate.of(year, 1, 4)
          .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Long.parseLong(date.group("week")))
          .with(java.time.DayOfWeek.of((int) weekday));
    }
    return LocalDate.of(
        year, Integer.parseInt(date.group("month")), Integer.parseInt(date.group("day")));
  }

  private static LocalTime time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new DateTimeException("'" + text + "' is not a time of day");
    }
    return LocalTime.of(number(time.group(1)), number(time.group(2)), number(time.group(3)));
  }

  private static ZoneOffset offset(String text) {
    Matcher offset = OFFSET.matcher(text);
    if (!offset.matches()) {
      throw new DateTimeException("'" + text + "' is not an offset from UTC");
    }
    if (offset.group(1) == null) {
      return ZoneOffset.UTC;
    }
    int seconds = number(offset.group(2)) * 3600 + number(offset.group(3)) * 60;
    return ZoneOffset.ofTotalSeconds(offset.group(1).equals("-") ? -seconds : seconds);
  }

  private static int number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  /** The seconds in an ISO 8601 duration, with months of 30 and years of 365 days. */
  public static OptionalLong parseSpan(String text) {
    Matcher span = SPAN.matcher(text.strip());
    if (!span.matches()) {
      return OptionalLong.empty();
    }
    long days =
        365L * number(span.group(1))
            + 30L * number(span.group(2))
            + 7L * number(span.group(3))
            + number(span.group(4));
    return OptionalLong.of(
        days * 86400
            + 3600L * number(span.group(5))
            + 60L * number(span.group(6))
            + number(span.group(7)));
  }

  /** Adds what a {@code duration} element says to a moment, by the calendar. */
  public static long plus(long epochSeconds, Element duration) {
    return LocalDateTime.ofEpochSecond(epochSeconds, 0, ZoneOffset.UTC)
        .plusYears(number(duration.attribute("years", "")))
        .plusMonths(number(duration.attribute("months", "")))
        .plusWeeks(number(duration.attribute("weeks", "")))
        .plusDays(number(duration.attribute("days", "")))
        .plusHours(number(duration.attribute("hours", "")))
        .plusMinutes(number(duration.attribute("minutes", "")))
        .plusSeconds(number(duration.attribute("seconds", "")))
        .toEpochSecond(ZoneOffset.UTC);
  }

  /**
   * Where a moment lies to the ranges that a {@code date_spec} names: in all of them (0), or before
   * (-1) or after (1) the first, from years to seconds, that it is not in.
   */
  static int compare(long epochSeconds, Element spec) {
    LocalDateTime at = LocalDateTime.ofEpochSecond(epochSeconds, 0, ZoneOffset.UTC);
    return IntStream.of(
            compare(spec, "years", at.getYear()),
            compare(spec, "months", at.getMonthValue()),
            compare(spec, "monthdays", at.getDayOfMonth()),
            compare(spec, "hours", at.getHour()),
            compare(spec, "minutes", at.getMinute()),
            compare(spec, "seconds", at.getSecond()),
            compare(spec, "yeardays", at.getDayOfYear()),
            compare(spec, "weekyears", at.get(IsoFields.WEEK_BASED_YEAR)),
            compare(spec, "weeks", at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)),
            compare(spec, "weekdays", at.getDayOfWeek().getValue()))
        .filter(c -> c != 0)
        .findFirst()
        .orElse(0);
  }

  /** Whether a moment lies in every range that a {@code date_spec} names. */
  public static boolean isIn(long epochSeconds, Element spec) {
    return compare(epochSeconds, spec) == 0;
  }

  private static int compare(Element spec, String field, int value) {
    String range = spec.attribute(field, "");
    if (range.isEmpty()) {
      return 0;
    }
    int dash = range.indexOf('-', 1);
    long low = leadingNumber(range).orElse(Long.MIN_VALUE);
    long high = dash < 0 ? low : leadingNumber(range.substring(dash + 1)).orElse(Long.MAX_VALUE);
    return value < low ? -1 : value > high ? 1 : 0;
  }

  /** The whole number at the start of the text. */
  static OptionalLong leadingNumber(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
