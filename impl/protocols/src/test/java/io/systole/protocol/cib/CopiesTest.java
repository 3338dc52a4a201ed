package io.systole.protocol.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import org.junit.jupiter.api.Test;

final class CopiesTest {

  @Test
  void aMajorityOfWhoIsHereHoldsWhatIsAcknowledged() {
    assertEquals(2, needed(2, "a", "b", "c"));
    assertEquals(2, needed(2, "a", "b"));
    assertEquals(3, needed(3, "a", "b", "c", "d", "e"));
  }

  /** In two-node mode one node is a quorum; what it held alone would be lost with it. */
  @Test
  void ofTwoNodesBothHoldItWhileBothAreHere() {
    assertEquals(2, needed(1, "a", "b"));
    assertEquals(1, needed(1, "a"));
  }

  private static int needed(int quorum, String... names) {
    ImmutableSortedSet.Builder<NodeName> nodes = ImmutableSortedSet.naturalOrder();
    for (String name : names) {
      nodes.add(new NodeName(name));
    }
    ImmutableSortedSet<NodeName> all = nodes.build();
    return Copies.needed(new View(new ViewId(1, all.first()), all, all, quorum, true));
  }
}
