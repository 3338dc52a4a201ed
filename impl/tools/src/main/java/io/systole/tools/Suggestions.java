package io.systole.tools;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant. */
final class Suggestions {

  private static final int MOST = 3;

  private Suggestions() {}

  /** The known words nearest to {@code word}, nearest first, none if nothing is near. */
  static ImmutableList<String> near(String word, Collection<String> known) {
    int farthest = Math.max(1, word.length() / 3);
    record Candidate(String word, int distance) {}
    return known.stream()
        .distinct()
        .map(candidate -> new Candidate(candidate, distance(word, candidate)))
        .filter(c -> c.distance() <= farthest || c.word().startsWith(word))
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word))
        .limit(MOST)
        .map(Candidate::word)
        .collect(ImmutableList.toImmutableList());
  }

  /** A sentence that names near words, or else all of them. */
  static String sentence(String word, Collection<String> known) {
    ImmutableList<String> near = near(word, known);
    if (!near.isEmpty()) {
      return "Did you mean " + String.join(" or ", near) + "?";
    }
    return known.isEmpty()
        ? "There is none yet."
        : "There are: " + String.join(", ", known.stream().distinct().sorted().toList()) + ".";
  }

  /** Edits (insert, drop, change, swap neighbours) that make one word the other. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best =
            Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
      }
    }
    return cost[a.length()][b.length()];
  }
}
