package io.systole.daemons.executor;

import static io.systole.daemons.executor.ExecutorNode.execute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.Secrets;
import io.systole.ipc.IpcException;
import io.systole.xml.Element;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders a real executor process, which runs real agents, and kills it. */
@Timeout(120)
final class ExecutorRoleTest {

  @TempDir Path folder;

  @Test
  void ordersAreCarriedOutAndToldAndRemembered() throws Exception {
    try (ExecutorNode node = ExecutorNode.start(folder)) {
      node.order(node.order("a", "monitor", 0));
      assertEquals("a_monitor_0 0:7", node.next());
      node.order(node.order("a", "start", 0));
      assertEquals("a_start_0 0:0", node.next());
      node.order(node.order("a", "monitor", 200));
      assertEquals("a_monitor_200 0:0", node.next());
      Files.delete(node.stateOf("a"));
      assertEquals("a_monitor_200 0:7", node.next());
      assertEquals(
          "[a_last_failure_0, a_last_0, a_monitor_200]",
          operations(node).map(Element::id).toList().toString());
      node.order(node.order("a", "stop", 0));
      assertEquals("a_stop_0 0:0", node.next());
      assertEquals(
          "[a_last_failure_0, a_last_0]", operations(node).map(Element::id).toList().toString());
    }
  }

  private static Stream<Element> operations(ExecutorNode node) throws IpcException {
    return node.ask(Element.of("history"))
        .descendants()
        .filter(element -> element.is("lrm_rsc_op"));
  }

  /** The agent has the value, and what is remembered and told has not. */
  @Test
  void aSecretIsForTheAgentAlone() throws Exception {
    try (ExecutorNode node = ExecutorNode.start(folder)) {
      Secrets secrets = Secrets.of(NodeConfiguration.read(folder.resolve("systole.xml")));
      Path state = folder.resolve("hidden-place");
      secrets.set("a", "state", state.toString());
      node.order(node.order("a", "start", 0, "state", Secrets.ELSEWHERE));
      assertEquals("a_start_0 0:0", node.next());
      assertTrue(Files.exists(state));
      assertFalse(node.ask(Element.of("history")).toString().contains("hidden-place"));
      secrets.delete("a", "state");
      node.order(node.order("a", "stop", 0, "state", Secrets.ELSEWHERE));
      assertEquals("a_stop_0 11:2", node.next());
      assertTrue(Files.exists(state));
    }
  }

  @Test
  void anOrderIsCarriedOutOnceAndFromTheNewestCoordinatorAlone() throws Exception {
    try (ExecutorNode node = ExecutorNode.start(folder)) {
      Element start = node.order("a", "start", 0);
      node.order(start);
      node.order(start);
      assertEquals("a_start_0 0:0", node.next());
      node.order(start);
      assertEquals(Element.of("accepted"), node.ask(execute(2, node.order("a", "monitor", 0))));
      assertEquals("a_monitor_0 0:0", node.next());
      IpcException stale =
          assertThrows(IpcException.class, () -> node.ask(execute(1, node.order("a", "stop", 0))));
      assertEquals("stale-epoch", stale.error().code());
      assertEquals(ImmutableList.of("node1 a start", "node1 a started"), node.noted());
    }
  }

  @Test
  void whatIsNotUnderstoodIsRefusedWithAReason() throws Exception {
    try (ExecutorNode node = ExecutorNode.start(folder)) {
      assertEquals("unknown-request", refusal(node, Element.of("dance")));
      assertEquals("bad-request", refusal(node, Element.of("execute")));
      assertEquals("bad-request", refusal(node, execute(1, Element.of("rsc_op"))));
      assertEquals(
          "bad-request",
          refusal(
              node, Element.of("cancel", "epoch", "1", "coordinator", "node1", "operation", "x")));
    }
  }

  private static String refusal(ExecutorNode node, Element request) {
    return assertThrows(IpcException.class, () -> node.ask(request)).error().code();
  }

  @Test
  void anAgentThatCannotRunIsAResult() throws Exception {
    try (ExecutorNode node = ExecutorNode.start(folder)) {
      Element order = node.order("a", "start", 0);
      Element other = Element.of("primitive", "id", "b", "class", "systemd", "type", "sshd");
      node.order(order.withChildren(ImmutableList.of(other, order.children().getLast())));
      assertEquals("b_start_0 7:5", node.next());
    }
  }

  @Test
  void aFenceDeviceRunsWhereItWasStarted() throws Exception {
    try (ExecutorNode node = ExecutorNode.start(folder)) {
      node.order(fence(node, "monitor"));
      assertEquals("f_monitor_0 0:7", node.next());
      node.order(fence(node, "start"));
      assertEquals("f_start_0 0:0", node.next());
      node.crash();
      node.order(fence(node, "monitor"));
      assertEquals("f_monitor_0 0:0", node.next());
      node.order(fence(node, "stop"));
      assertEquals("f_stop_0 0:0", node.next());
      node.order(fence(node, "monitor"));
      assertEquals("f_monitor_0 0:7", node.next());
    }
  }

  private Element fence(ExecutorNode node, String operation) {
    Element order = node.order("f", operation, 0, "folder", folder.toString(), "cluster", "test");
    Element device =
        Element.of("primitive", "id", "f", "class", "stonith", "type", "fence_systole_demo");
    return order.withChildren(ImmutableList.of(device, order.children().getLast()));
  }

  @Test
  void aCrashOfTheExecutorRestartsNothingAndLosesNothing() throws Exception {
    try (ExecutorNode node = ExecutorNode.start(folder)) {
      node.order(node.order("a", "start", 0));
      assertEquals("a_start_0 0:0", node.next());
      node.order(node.order("a", "monitor", 300));
      assertEquals("a_monitor_300 0:0", node.next());
      String before = node.ask(Element.of("history")).toString();
      node.crash();
      assertEquals(before, node.ask(Element.of("history")).toString());
      assertEquals(ImmutableList.of("node1 a start", "node1 a started"), node.noted());
      Files.delete(node.stateOf("a"));
      assertEquals("a_monitor_300 0:7", node.next(), "the monitor goes on");
    }
  }

  @Test
  void whatWasUnderWayIsEndedAndToldOrDoneAgain() throws Exception {
    try (ExecutorNode node = ExecutorNode.start(folder)) {
      node.order(node.order("a", "start", 0, "op_sleep", "60"));
      node.order(node.order("b", "start", 0));
      assertEquals("b_start_0 0:0", node.next());
      node.order(node.order("b", "stop", 0, "op_sleep", "3"));
      while (!node.noted().contains("node1 a start")
          || !node.noted().contains("node1 b stopping")) {
        LockSupport.parkNanos(10_000_000);
      }
      node.crash();
      assertEquals("b_stop_0 0:0", node.next(), "a stop is done again");
      assertEquals(2, node.noted().stream().filter("node1 b stopping"::equals).count());
      String history = node.ask(Element.of("history")).toString();
      assertTrue(history.contains("exit-reason=\"the executor was restarted"), history);
      assertFalse(node.noted().contains("node1 a started"), "its agent outlived the executor");
    }
  }

  @Test
  void anotherRunOfTheNodeKnowsNothing() throws Exception {
    try (ExecutorNode node = ExecutorNode.start(folder)) {
      node.order(node.order("a", "start", 0));
      assertEquals("a_start_0 0:0", node.next());
      node.losePower();
      assertEquals("<lrm_resources/>", node.ask(Element.of("history")).toString());
    }
  }
}
