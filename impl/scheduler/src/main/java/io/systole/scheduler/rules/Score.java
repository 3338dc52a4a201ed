package io.systole.scheduler.rules;

import java.util.Locale;

/** Scores: whole numbers in which plus and minus infinity absorb, and minus infinity wins. */
public final class Score {

  public static final int INFINITY = 1_000_000;

  private Score() {}

  /** The sum, kept between the infinities. */
  public static int add(int a, int b) {
    if (a <= -INFINITY || b <= -INFINITY) {
      return -INFINITY;
    }
    if (a >= INFINITY || b >= INFINITY) {
      return INFINITY;
    }
    return clamp((long) a + b);
  }

  public static int clamp(long score) {
    return (int) Math.max(-INFINITY, Math.min(INFINITY, score));
  }

  /** Reads a score; what is not one counts as {@code otherwise}. */
  public static int parse(String text, int otherwise) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "infinity", "+infinity", "inf", "+inf" -> INFINITY;
      case "-infinity", "-inf" -> -INFINITY;
      case "red", "yellow", "green", "" -> otherwise;
      default ->
          Values.leadingNumber(text).stream().mapToInt(Score::clamp).findFirst().orElse(otherwise);
    };
  }

  public static String text(int score) {
    if (score >= INFINITY) {
      return "INFINITY";
    }
    return score <= -INFINITY ? "-INFINITY" : Integer.toString(score);
  }
}
