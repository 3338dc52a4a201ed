package io.systole.scheduler.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationSpecTest {

  @ParameterizedTest
  @CsvSource({
    "web_monitor_10000@node1=7, web, monitor, 10000, node1, 7",
    "my_web:0_stop_0@node-1.example.com=1, my_web:0, stop, 0, node-1.example.com, 1",
    "vm_migrate_to_0@n2=1, vm, migrate_to, 0, n2, 1",
    "a_b_migrate_from_0@n2=1, a_b, migrate_from, 0, n2, 1",
    "x_reload-agent_0@n=0, x, reload-agent, 0, n, 0"
  })
  void reads(String text, String resource, String task, long interval, String node, int rc)
      throws Exception {
    assertEquals(new OperationSpec(resource, task, interval, node, rc), OperationSpec.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "web", "web_monitor@n=1", "web_monitor_x@n=1", "web_monitor_0@n=x"})
  void refuses(String text) {
    SimulationException refused =
        assertThrows(SimulationException.class, () -> OperationSpec.parse(text));
    assertTrue(refused.remedy().contains("RESOURCE_TASK_INTERVAL@NODE=RC"));
  }

  @Test
  void matchesTheVeryOperation() throws Exception {
    OperationSpec spec = OperationSpec.parse("web_monitor_10000@n1=7");
    assertTrue(spec.matches("web", "monitor", 10_000, "n1"));
    assertEquals(false, spec.matches("web", "monitor", 0, "n1"));
    assertEquals(false, spec.matches("web", "monitor", 10_000, "n2"));
  }
}
