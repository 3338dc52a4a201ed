package io.systole.scheduler.rules;

import io.systole.cib.rules.Dates;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the kinds of values that options and attributes have. */
public final class Values {

  /** More digits are not read, so that no number overflows. */
  private static final int MOST_DIGITS = 18;

  private static final int MOST_SPAN_DIGITS = 15;

  private Values() {}

  public static boolean isTrue(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "y", "1" -> true;
      default -> false;
    };
  }

  public static boolean isFalse(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "false", "off", "no", "n", "0" -> true;
      default -> false;
    };
  }

  /** The truth value that {@code value} has, or {@code otherwise} if it has none. */
  public static boolean bool(Optional<String> value, boolean otherwise) {
    if (value.isEmpty()) {
      return otherwise;
    }
    return otherwise ? !isFalse(value.get()) : isTrue(value.get());
  }

  /** The whole number at the start of the text. */
  public static OptionalLong leadingNumber(String text) {
    int start = afterSpace(text, 0);
    int end = afterNumber(text, start, MOST_DIGITS);
    return end < 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text, start, end, 10));
  }

  private static int afterSpace(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** The end of the number that starts at {@code from}, or -1 if none does. */
  private static int afterNumber(String text, int from, int mostDigits) {
    boolean signed = from < text.length() && (text.charAt(from) == '+' || text.charAt(from) == '-');
    int first = signed ? from + 1 : from;
    int at = first;
    while (at < text.length() && at < first + mostDigits && isDigit(text.charAt(at))) {
      at++;
    }
    return at == first ? -1 : at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  public static int integer(Optional<String> value, int otherwise) {
    return value.isEmpty() ? otherwise : integer(value.get(), otherwise);
  }

  /** The whole number at the start of the text, as near as an int comes, or {@code otherwise}. */
  public static int integer(String text, int otherwise) {
    OptionalLong number = leadingNumber(text);
    return number.isEmpty()
        ? otherwise
        : Math.clamp(number.getAsLong(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** A span of time in milliseconds: a number with a unit (seconds if none), or ISO 8601. */
  public static OptionalLong millis(String text) {
    int start = afterSpace(text, 0);
    int end = afterNumber(text, start, MOST_SPAN_DIGITS);
    if (end >= 0) {
      int unit = afterSpace(text, end);
      int unitEnd = unit;
      while (unitEnd < text.length() && isLetter(text.charAt(unitEnd))) {
        unitEnd++;
      }
      if (afterSpace(text, unitEnd) == text.length()) {
        long count = Long.parseLong(text, start, end, 10);
        long micros = unitMicros(text.substring(unit, unitEnd));
        return micros == 0 ? OptionalLong.empty() : OptionalLong.of(count * micros / 1000);
      }
    }
    return Dates.parseSpan(text).stream().map(s -> s * 1000).findFirst();
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  public static long millis(Optional<String> value, long otherwise) {
    return value.map(Values::millis).orElse(OptionalLong.empty()).orElse(otherwise);
  }

  private static long unitMicros(String unit) {
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "", "s", "sec" -> 1_000_000;
      case "ms", "msec" -> 1000;
      case "us", "usec" -> 1;
      case "m", "min" -> 60_000_000L;
      case "h", "hr" -> 3_600_000_000L;
      default -> 0;
    };
  }
}
