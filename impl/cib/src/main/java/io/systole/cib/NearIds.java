package io.systole.cib;

import java.util.Optional;

/** Guesses what somebody meant who wrote an id that is not there. */
public final class NearIds {

  /** Longer ids are not compared: nobody types them. */
  private static final int LONGEST = 200;

  private NearIds() {}

  /**
   * The nearest of {@code known} to {@code written}, if one is near enough to be a slip: at most a
   * third of its letters differ.
   */
  public static Optional<String> suggest(String written, Iterable<String> known) {
    Optional<String> nearest = Optional.empty();
    // All letters may not differ, or a short id would resemble every other.
    int least = Math.min(Math.max(1, written.length() / 3) + 1, written.length());
    for (String candidate : known) {
      int distance = distance(written, candidate, least);
      if (distance < least && !candidate.isEmpty()) {
        least = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /** How many letters to insert, drop, change or swap with the next make one word the other. */
  public static int distance(String a, String b) {
    return new Table(a, b).fill();
  }

  /** The distance, or {@code most} if it is as much or more. */
  private static int distance(String a, String b, int most) {
    boolean far =
        Math.abs(a.length() - b.length()) >= most || Math.max(a.length(), b.length()) > LONGEST;
    return far ? most : Math.min(most, distance(a, b));
  }

  /** The distances between all beginnings of two strings. */
  private static final class Table {

    private final String a;
    private final String b;
    private final int[][] cells;

    Table(String a, String b) {
      this.a = a;
      this.b = b;
      this.cells = new int[a.length() + 1][b.length() + 1];
    }

    int fill() {
      for (int i = 0; i <= a.length(); i++) {
        for (int j = 0; j <= b.length(); j++) {
          cells[i][j] = i == 0 || j == 0 ? i + j : cell(i, j);
        }
      }
      return cells[a.length()][b.length()];
    }

    private int cell(int i, int j) {
      boolean same = a.charAt(i - 1) == b.charAt(j - 1);
      int best = cells[i - 1][j - 1] + (same ? 0 : 1);
      best = Math.min(best, Math.min(cells[i - 1][j], cells[i][j - 1]) + 1);
      boolean swapped =
          i > 1
              && j > 1
              && a.charAt(i - 1) == b.charAt(j - 2)
              && a.charAt(i - 2) == b.charAt(j - 1);
      return swapped ? Math.min(best, cells[i - 2][j - 2] + 1) : best;
    }
  }
}
