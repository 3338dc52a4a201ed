package io.systole.tools;

import com.google.common.collect.ImmutableList;
import io.systole.cib.NearIds;
import java.util.Collection;

/** Says what somebody may have meant. */
final class Suggestions {

  private static final int MOST = 3;

  private Suggestions() {}

  /** A sentence that names near words, or else all of them. */
  static String sentence(String word, Collection<String> known) {
    ImmutableList<String> near = NearIds.nearest(word, known, MOST);
    if (!near.isEmpty()) {
      return "Did you mean " + String.join(" or ", near) + "?";
    }
    return known.isEmpty()
        ? "There is none yet."
        : "There are: " + String.join(", ", known.stream().distinct().sorted().toList()) + ".";
  }
}
