package io.systole.protocol.cib;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;
import java.util.Map;
import java.util.Optional;

/** Chooses the replica whose CIB becomes everybody's. */
public final class BestCib {

  private BestCib() {}

  /**
   * The node with the greatest term and version; among equals one that has the status, then {@code
   * preferred}, then the least name.
   *
   * @param preferred usually the coordinator, which then need not fetch what it has
   * @return empty only if there is none to choose from
   */
  public static Optional<NodeName> choose(
      ImmutableSortedMap<NodeName, CibSummary> summaries, NodeName preferred) {
    Optional<CibSummary> best = summaries.values().stream().max(CibSummary.BY_WORTH);
    if (best.isEmpty()) {
      return Optional.empty();
    }
    CibSummary own = summaries.get(preferred);
    if (own != null && asGood(own, best.get())) {
      return Optional.of(preferred);
    }
    return summaries.entrySet().stream()
        .filter(entry -> asGood(entry.getValue(), best.get()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean asGood(CibSummary one, CibSummary best) {
    return CibSummary.BY_WORTH.compare(one, best) == 0;
  }
}
