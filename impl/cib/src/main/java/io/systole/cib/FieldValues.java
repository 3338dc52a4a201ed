package io.systole.cib;

import com.google.common.base.Ascii;
import com.google.common.primitives.Longs;
import io.systole.cib.rules.Dates;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways in which the field writes booleans, numbers and times in attribute values (Pacemaker
 * Explained, "Time Specification" and "Boolean Values"). What is not understood is empty.
 */
public final class FieldValues {

  private static final Pattern TIME = Pattern.compile("(\\+?[0-9]{1,12})\\s*([a-zA-Z]*)");

  private FieldValues() {}

  public static Optional<Boolean> flag(String text) {
    return switch (Ascii.toLowerCase(text.strip())) {
      case "true", "yes", "on", "y", "1" -> Optional.of(true);
      case "false", "no", "off", "n", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** A whole number; {@code INFINITY} is 1,000,000, as for scores. */
  public static Optional<Long> number(String text) {
    String stripped = text.strip();
    return switch (Ascii.toUpperCase(stripped)) {
      case "INFINITY", "+INFINITY" -> Optional.of(1_000_000L);
      case "-INFINITY" -> Optional.of(-1_000_000L);
      default ->
          Optional.ofNullable(
              Longs.tryParse(stripped.startsWith("+") ? stripped.substring(1) : stripped));
    };
  }

  /** The whole part of a number, which may have a fraction behind it, as in {@code 1.0}. */
  public static Optional<Long> wholePart(String text) {
    int point = text.indexOf('.');
    boolean fraction =
        point > 0 && text.substring(point + 1).strip().chars().allMatch(FieldValues::isDigit);
    return number(fraction ? text.substring(0, point) : text);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** A number with a unit (seconds if there is none), or a duration of ISO 8601. */
  public static Optional<Duration> duration(String text) {
    String stripped = text.strip();
    if (stripped.startsWith("P")) {
      return Dates.parseSpan(stripped).stream().mapToObj(Duration::ofSeconds).findFirst();
    }
    Matcher time = TIME.matcher(stripped);
    if (!time.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(time.group(1));
    return switch (Ascii.toLowerCase(time.group(2))) {
      case "", "s", "sec" -> Optional.of(Duration.ofSeconds(number));
      case "ms", "msec" -> Optional.of(Duration.ofMillis(number));
      case "us", "usec" -> Optional.of(Duration.ofNanos(number * 1000));
      case "m", "min" -> Optional.of(Duration.ofMinutes(number));
      case "h", "hr" -> Optional.of(Duration.ofHours(number));
      default -> Optional.empty();
    };
  }
}
