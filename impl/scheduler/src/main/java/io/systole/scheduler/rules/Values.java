package io.systole.scheduler.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the kinds of values that options and attributes have. */
public final class Values {

  private static final Pattern NUMBER = Pattern.compile("\\s*([+-]?\\d{1,18}).*", Pattern.DOTALL);
  private static final Pattern SPAN = Pattern.compile("\\s*([+-]?\\d{1,15})\\s*([a-zA-Z]*)\\s*");

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
    Matcher matcher = NUMBER.matcher(text);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  public static int integer(Optional<String> value, int otherwise) {
    return value
        .map(Values::leadingNumber)
        .filter(OptionalLong::isPresent)
        .map(n -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, n.getAsLong())))
        .orElse(otherwise);
  }

  /** A span of time in milliseconds: a number with a unit (seconds if none), or ISO 8601. */
  public static OptionalLong millis(String text) {
    Matcher matcher = SPAN.matcher(text);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      long unit = unitMicros(matcher.group(2));
      return unit == 0 ? OptionalLong.empty() : OptionalLong.of(count * unit / 1000);
    }
    return Dates.parseSpan(text).stream().map(s -> s * 1000).findFirst();
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
