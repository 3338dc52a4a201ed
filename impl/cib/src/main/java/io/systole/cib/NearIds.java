package io.systole.cib;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what somebody meant who wrote an id or a word that is not there. */
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
    int least = Math.min(farthest(written) + 1, written.length());
    for (String candidate : known) {
      int distance = distance(written, candidate, least);
      if (distance < least && !candidate.isEmpty()) {
        least = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /**
   * Those of {@code known} that may have been meant, the nearest first: the near ones, and those
   * that begin with what was written.
   *
   * @param most that are told
   */
  public static ImmutableList<String> nearest(String written, Collection<String> known, int most) {
    record Candidate(String word, int distance) {}
    return known.stream()
        .distinct()
        .map(word -> new Candidate(word, distance(written, word)))
        .filter(c -> c.distance() <= farthest(written) || c.word().startsWith(written))
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word))
        .limit(most)
        .map(Candidate::word)
        .collect(ImmutableList.toImmutableList());
  }

  /** How many letters of a word may differ for a slip. */
  private static int farthest(String written) {
    return Math.max(1, written.length() / 3);
  }

  /** How many letters to insert, drop, change or swap with the next make one word the other. */
  static int distance(String a, String b) {
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
