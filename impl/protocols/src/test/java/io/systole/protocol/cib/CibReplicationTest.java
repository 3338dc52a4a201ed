package io.systole.protocol.cib;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Promise 3 over random schedules of crashes, partitions, failing disks and rival coordinators. */
final class CibReplicationTest {

  private static final int STEPS = 1500;

  @Property(tries = 300)
  void acknowledgedChangesOutlastEverySchedule(@ForAll long seed) {
    run(seed);
  }

  @Test
  void schedulesDoAcknowledgeChanges() {
    int acknowledged = 0;
    for (long seed = 0; seed < 50; seed++) {
      acknowledged += run(seed);
    }
    int all = acknowledged;
    assertTrue(all > 150, () -> "only " + all + " changes were acknowledged in 50 schedules");
  }

  private static int run(long seed) {
    CibWorld world = new CibWorld(seed);
    for (int i = 0; i < STEPS; i++) {
      world.step();
    }
    world.healAndSettle();
    world.checkEnd();
    return world.acknowledgements();
  }
}
