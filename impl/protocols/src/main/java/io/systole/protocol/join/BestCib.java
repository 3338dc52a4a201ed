package io.systole.protocol.join;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;
import java.util.Comparator;
import java.util.Map;

/**
 * Chooses whose CIB becomes everybody's: the greatest by term and then by version. Among equals the
 * DC's own, which saves sending it, else that of the least name.
 */
final class BestCib {

  private BestCib() {}

  /**
   * @param held at least one
   */
  static NodeName choose(ImmutableSortedMap<NodeName, HeldCib> held, NodeName dc) {
    Comparator<Map.Entry<NodeName, HeldCib>> order =
        Map.Entry.<NodeName, HeldCib>comparingByValue(
                Comparator.comparing(HeldCib::term).thenComparing(HeldCib::version))
            .thenComparing(entry -> entry.getKey().equals(dc))
            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder()));
    return held.entrySet().stream().max(order).orElseThrow().getKey();
  }
}
