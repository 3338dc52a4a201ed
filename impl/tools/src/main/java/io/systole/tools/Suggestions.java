package io.systole.tools;

import com.google.common.collect.ImmutableList;
import io.systole.cib.NearIds;
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
        .map(candidate -> new Candidate(candidate, NearIds.distance(word, candidate)))
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
}
