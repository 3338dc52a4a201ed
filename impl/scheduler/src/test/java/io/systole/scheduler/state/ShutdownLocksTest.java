package io.systole.scheduler.state;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.group;
import static io.systole.scheduler.TinyCib.primitive;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.scheduler.GraphWords;
import io.systole.scheduler.TinyCib;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShutdownLocksTest {

  private static TinyCib leaving() {
    return TinyCib.nodes("n", "m")
        .option("shutdown-lock", "true")
        .resources(primitive("a"), group("g", primitive("b")), cloned("c", primitive("d")))
        .status("n", "shutdown", "1000")
        .ran("n", "a", "start=0")
        .ran("m", "a", "monitor=7")
        .ran("n", "b", "start=0")
        .ran("m", "b", "monitor=7")
        .ran("n", "d", "start=0")
        .ran("m", "d", "monitor=7");
  }

  @Test
  void whatRunsOnANodeThatLeavesIsKeptForItUnlessItIsCloned() {
    GraphWords plan = leaving().plan(1001);
    assertEquals(
        List.of("a_stop_0 n", "b_stop_0 n", "d_start_0 m", "d_stop_0 n", "do_shutdown-n n"),
        plan.work());
    long marked =
        plan.graph().synapses().stream()
            .filter(s -> s.action().attribute("shutdown-lock", "").equals("1000"))
            .count();
    assertEquals(2, marked);
  }

  @Test
  void withoutTheOptionItMoves() {
    assertEquals(
        true, leaving().option("shutdown-lock", "false").plan(1001).work().contains("a_start_0 m"));
  }

  private static TinyCib gone(String n) {
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .option("shutdown-lock", "true")
            .option("shutdown-lock-limit", "60s")
            .resources(primitive("a"))
            .locked("n", "a", "1000", "stop=0")
            .ran("m", "a", "monitor=7");
    return n.isEmpty() ? cib : cib.state("n", n);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1060 | '' | a_start_0 n | 1061",
        "1060 | in_ccm='false' crmd='offline' join='down' expected='down' | '' | 1061",
        "1061 | in_ccm='false' crmd='offline' join='down' expected='down' |"
            + " a_lrm_delete_0 n, a_start_0 m | ''",
      })
  void aLockHoldsForItsTime(long now, String state, String work, String recheck) {
    GraphWords plan = gone(state).plan(now);
    assertEquals("[" + work + "]", plan.work().toString());
    assertEquals(recheck, plan.graph().attributes().getOrDefault("recheck-by", ""));
  }
}
