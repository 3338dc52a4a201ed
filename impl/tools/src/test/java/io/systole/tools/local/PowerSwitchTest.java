package io.systole.tools.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PowerSwitchTest {

  private static final String CLUSTER = "power-switch-test-" + ProcessHandle.current().pid();

  private static Process sleeper(String node) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "setsid sleep 600 & sleep 600");
    builder.environment().put("SYSTOLE_DEMO_CLUSTER", CLUSTER);
    builder.environment().put("SYSTOLE_DEMO_NODE", node);
    return builder.start();
  }

  @Test
  void killsAllOfOneNodeAndNothingElse() throws IOException, InterruptedException {
    PowerSwitch power = new PowerSwitch(CLUSTER);
    Process one = sleeper("one");
    Process two = sleeper("two");
    try {
      assertTrue(power.off("one") >= 1, "there was something to kill");
      assertTrue(one.waitFor(5, TimeUnit.SECONDS), "the node's process is gone");
      assertTrue(two.isAlive(), "the other node's process is not touched");
      assertEquals(0, power.off("one"), "nothing was left, detached children included");
    } finally {
      power.offAll();
    }
    assertTrue(two.waitFor(5, TimeUnit.SECONDS), "all of the cluster is gone");
    assertTrue(power.processes().isEmpty());
  }
}
