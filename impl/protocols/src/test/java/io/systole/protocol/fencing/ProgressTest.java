package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far a round has come. */
class ProgressTest {

  private static final Aim OFF = new Aim(new NodeName("n4"), FencingAction.OFF);
  private static final Progress START =
      Progress.start(
          OFF,
          ImmutableList.of(FencingLevel.ANY_DEVICE, FencingLevel.ANY_DEVICE),
          ImmutableSortedMap.of());

  /** Whoever asked between two devices of a level was not yet served by the first of them. */
  @Test
  void levelServesWhatEachOfItsSuccessesServes() {
    Progress first = START.serving(ImmutableSortedSet.of(id(1), id(2)));
    assertEquals(Optional.of(ImmutableSortedSet.of(id(1), id(2))), first.covered());
    Progress second = first.serving(ImmutableSortedSet.of(id(2), id(3)));
    assertEquals(Optional.of(ImmutableSortedSet.of(id(2))), second.covered());
    assertEquals(
        Optional.of(ImmutableSortedSet.<OperationId>of()),
        second.serving(ImmutableSortedSet.of(id(1), id(3))).covered());
  }

  @Test
  void nextLevelServesNobodyBeforeItsFirstSuccess() {
    Progress next =
        START.called().serving(ImmutableSortedSet.of(id(1))).nextLevel(OFF).orElseThrow();
    assertEquals(Optional.empty(), next.covered());
    assertEquals(1, next.calls());
    assertEquals(Optional.empty(), next.nextLevel(OFF));
  }

  private static OperationId id(long counter) {
    return new OperationId(counter, new NodeName("n1"), 1);
  }
}
