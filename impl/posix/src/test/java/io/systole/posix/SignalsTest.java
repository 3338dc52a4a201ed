package io.systole.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SignalsTest {

  @Test
  @DisplayName("a group that is killed ends with all its processes")
  void group() throws Exception {
    Process leader = new ProcessBuilder("setsid", "sh", "-c", "sleep 600 & echo $!; wait").start();
    byte[] said = new byte[16];
    int length = leader.getInputStream().read(said);
    long child = Long.parseLong(new String(said, 0, length, StandardCharsets.UTF_8).strip());
    ProcessHandle sleeping = ProcessHandle.of(child).orElseThrow();
    assertTrue(Signals.killGroup(leader.pid()));
    assertEquals(128 + 9, leader.waitFor());
    sleeping.onExit().join();
    assertFalse(Signals.killGroup(leader.pid()));
  }

  @Test
  @DisplayName("there is no way to say all processes")
  void all() {
    assertThrows(IllegalArgumentException.class, () -> Signals.killGroup(1));
    assertThrows(IllegalArgumentException.class, () -> Signals.killGroup(0));
    assertThrows(IllegalArgumentException.class, () -> Signals.killGroup(-7));
  }
}
