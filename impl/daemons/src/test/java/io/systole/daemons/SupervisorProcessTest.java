package io.systole.daemons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.ipc.IpcClient;
import io.systole.xml.Element;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The supervisor with real processes that are killed, stopped, stuck and replaced. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SupervisorProcessTest {

  private static final String PATIENT = "ping-timeout=\"20s\"";
  private static final String IMPATIENT = "ping-timeout=\"2s\"";

  @TempDir private Path folder;

  @Test
  void killedAndBrokenRolesComeBackAlone() throws Exception {
    try (TestNode node = new TestNode(folder, PATIENT)) {
      Process supervisor = node.startAll();
      Element first = node.awaitState(TestNode::allRun);

      TestNode.signal(TestNode.pid(first, "alpha"), "KILL");
      Element second = node.awaitState(state -> cameBack(state, "alpha", 1));
      assertNotEquals(TestNode.pid(first, "alpha"), TestNode.pid(second, "alpha"));

      try (IpcClient client = node.client("beta")) {
        var _ = client.requestAsync(Element.of("crash"));
        node.awaitState(state -> cameBack(state, "beta", 1));
      }
      assertTrue(node.log("supervisor").contains("exit status 70"));
      assertTrue(node.log("beta").contains("told to crash"));

      Element third = node.awaitState(TestNode::allRun);
      assertEquals(TestNode.pid(first, "controller"), TestNode.pid(third, "controller"));
      assertEquals(TestNode.pid(second, "alpha"), TestNode.pid(third, "alpha"));

      supervisor.destroy();
      TestNode.awaitExit(supervisor);
      assertNothingIsLeft(node);
      assertStoppedInOrder(node.log("supervisor"));
      assertTrue(node.log("controller").contains("controller leaves"));
    }
  }

  @Test
  void rolesThatDoNotAnswerShowTheirStacksAndComeBack() throws Exception {
    try (TestNode node = new TestNode(folder, IMPATIENT)) {
      Process supervisor = node.startAll();
      Element first = node.awaitState(TestNode::allRun);

      TestNode.signal(TestNode.pid(first, "alpha"), "STOP");
      try (IpcClient client = node.client("beta")) {
        var _ = client.requestAsync(Element.of("block"));
        node.awaitState(state -> cameBack(state, "alpha", 1) && cameBack(state, "beta", 1));
      }
      assertTrue(node.log("alpha").contains("Full thread dump"));
      assertTrue(node.log("beta").contains("DummyRole.block"));
      assertTrue(node.log("supervisor").contains("beta (process"));

      try (IpcClient client = node.client("supervisor")) {
        assertEquals("stopping", client.request(Element.of("stop")).name());
      }
      assertEquals(Exit.OK.status(), TestNode.awaitExit(supervisor));
      assertNothingIsLeft(node);
    }
  }

  @Test
  void aNewSupervisorAdoptsWhatTheKilledOneLeft() throws Exception {
    try (TestNode node = new TestNode(folder, PATIENT)) {
      Process killed = node.startAll();
      Element first = node.awaitState(TestNode::allRun);
      killed.destroyForcibly();
      TestNode.awaitExit(killed);
      assertEquals(3, node.processes().size());

      Process supervisor = node.startAll();
      Element second = node.awaitState(TestNode::allRun);
      for (String role : DummyDaemon.ROLES.keySet()) {
        assertEquals(TestNode.pid(first, role), TestNode.pid(second, role), role);
      }

      // An adopted process is no child, and yet its end is noticed.
      TestNode.signal(TestNode.pid(second, "beta"), "KILL");
      node.awaitState(state -> cameBack(state, "beta", 1));

      supervisor.destroy();
      TestNode.awaitExit(supervisor);
      assertNothingIsLeft(node);
    }
  }

  @Test
  void aReplacedProgramIsNotMixedWithTheOldOne() throws Exception {
    try (TestNode node = new TestNode(folder, PATIENT)) {
      Process old = node.startAll();
      Element first = node.awaitState(TestNode::allRun);
      node.installBuild("build-2");
      TestNode.signal(TestNode.pid(first, "beta"), "KILL");
      assertEquals(Exit.NEW_BUILD.status(), TestNode.awaitExit(old));
      assertNothingIsLeft(node);
      assertTrue(node.log("supervisor").contains("build build-2 is installed now"));
      assertFalse(node.log("beta").contains("build-2"));
    }
  }

  @Test
  void aNewProgramReplacesTheOldRolesInOrder() throws Exception {
    try (TestNode node = new TestNode(folder, PATIENT)) {
      Process old = node.startAll();
      old.destroyForcibly();
      TestNode.awaitExit(old);
      node.installBuild("build-2");

      Process supervisor = node.start("supervisor");
      node.awaitState(state ->
          TestNode.allRun(state)
              && state.children().stream()
                  .allMatch(role -> role.attribute("build", "").equals("build-2")));
      supervisor.destroy();
      TestNode.awaitExit(supervisor);
      assertNothingIsLeft(node);
    }
  }

  @Test
  void aNodeWhoseRolesDoNotStayUpGivesUp() throws Exception {
    try (TestNode node = new TestNode(folder, PATIENT + " restarts-per-minute=\"1\"")) {
      Process supervisor = node.startAll();
      Element first = node.awaitState(TestNode::allRun);
      TestNode.signal(TestNode.pid(first, "beta"), "KILL");
      Element second = node.awaitState(state -> cameBack(state, "beta", 1));
      TestNode.signal(TestNode.pid(second, "beta"), "KILL");
      assertEquals(Exit.UNAVAILABLE.status(), TestNode.awaitExit(supervisor));
      assertNothingIsLeft(node);
      assertTrue(node.log("supervisor").contains("the node gives up"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"group='no-such-group-here' cluster", "clutser"})
  void aRoleThatCanNotWorkAsConfiguredIsNotTriedAgain(String mistake) throws Exception {
    try (TestNode node = new TestNode(folder, PATIENT)) {
      Process supervisor = node.startAll();
      Element state = node.awaitState(TestNode::allRun);
      node.reconfigure("cluster", mistake);
      TestNode.signal(TestNode.pid(state, "beta"), "KILL");
      assertEquals(Exit.CONFIGURATION.status(), TestNode.awaitExit(supervisor));
      assertNothingIsLeft(node);
      String log = node.log("supervisor");
      assertEquals(1, log.split("beta .* ended: exit status 78", -1).length - 1, log);
      assertTrue(log.contains("correct the configuration"), log);
    }
  }

  @Test
  void aSecondSupervisorIsRefused() throws Exception {
    try (TestNode node = new TestNode(folder, PATIENT)) {
      Process first = node.startAll();
      Element before = node.awaitState(TestNode::allRun);
      Process second = node.start("supervisor");
      assertEquals(Exit.UNAVAILABLE.status(), TestNode.awaitExit(second));
      assertTrue(node.log("supervisor").contains("another process is alive"));
      Element after = node.awaitState(TestNode::allRun);
      assertEquals(TestNode.pid(before, "beta"), TestNode.pid(after, "beta"));
      first.destroy();
      TestNode.awaitExit(first);
      assertNothingIsLeft(node);
    }
  }

  @Test
  void aCompactNodeIsOneProcess() throws Exception {
    try (TestNode node = new TestNode(folder, PATIENT)) {
      Process compact = node.start("compact");
      Element state = node.awaitState(TestNode::allRun);
      for (String role : DummyDaemon.ROLES.keySet()) {
        assertEquals(compact.pid(), TestNode.pid(state, role));
        try (IpcClient client = node.client(role)) {
          assertEquals(role, client.request(Element.of("ping")).attribute("role", ""));
        }
      }
      try (IpcClient client = node.client("supervisor")) {
        client.request(Element.of("stop"));
      }
      assertEquals(Exit.OK.status(), TestNode.awaitExit(compact));
      assertTrue(node.log("compact").contains("controller leaves"));
      assertNothingIsLeft(node);
    }
  }

  private static boolean cameBack(Element state, String role, int restarts) {
    return TestNode.allRun(state) && TestNode.restarts(state, role) >= restarts;
  }

  private static void assertNothingIsLeft(TestNode node) throws Exception {
    assertEquals(ImmutableList.of(), node.left());
    assertEquals(ImmutableList.of(), node.processes());
  }

  /** The last started stops first. */
  private static void assertStoppedInOrder(String log) {
    String last = log.substring(log.indexOf("the node stops"));
    int controller = last.indexOf("controller (process");
    int beta = last.indexOf("beta (process");
    int alpha = last.indexOf("alpha (process");
    assertTrue(0 <= controller && controller < beta && beta < alpha, last);
  }
}
