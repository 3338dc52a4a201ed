package io.systole.tools.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PowerSwitchTest {

  private static final String CLUSTER = "power-switch-test-" + ProcessHandle.current().pid();

  private int boots;

  private Process sleeper(String node) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "setsid sleep 600 & sleep 600");
    String boot = PowerSwitch.markOf(CLUSTER, node) + ++boots;
    builder.environment().put(PowerSwitch.MARK, boot);
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

  @Test
  void leavesAloneANodeThatIsPoweredOnMeanwhile() throws Exception {
    PowerSwitch power = new PowerSwitch(CLUSTER);
    Process before = sleeper("one");
    // What the fence agent of a peer does as soon as the node's processes have gone.
    CompletableFuture<Process> after =
        before
            .onExit()
            .thenApply(ended -> {
              try {
                return sleeper("one");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      assertTrue(power.off("one") >= 1);
      Process rebooted = after.get(5, TimeUnit.SECONDS);
      assertTrue(rebooted.isAlive(), "the node that is on again is not touched");
    } finally {
      power.offAll();
    }
  }
}
