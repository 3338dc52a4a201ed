package io.systole.daemons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cluster.EngineException;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.RoleHost;
import io.systole.daemons.runtime.RoleLink;
import io.systole.daemons.scheduler.SchedulerRole;
import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.ipc.IpcRequest;
import io.systole.xml.Element;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Roles in this process, at real sockets. */
@Timeout(60)
class HostedRolesTest {

  @TempDir private Path folder;
  private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();

  private RoleHost start(Role role) throws Exception {
    Path file = folder.resolve("systole.xml");
    Files.writeString(
        file,
        """
        <systole cluster="test" node="node1" state="state" run="run" log="log">
          <engine type="jgroups">
            <member node="node1" id="1" address="127.0.0.1" port="7801"/>
          </engine>
        </systole>
        """);
    return RoleHost.start(
        role,
        new RoleHost.Surroundings(
            NodeConfiguration.read(file),
            (configuration, name, build) -> {
              throw new EngineException("no engine here");
            },
            "build",
            fatal::complete));
  }

  @Test
  void aRoleAnswersPingsFromItsLoop() throws Exception {
    try (RoleHost _ = start(new DummyRole("alpha"));
        IpcClient client = client("alpha")) {
      Element pong = client.request(Element.of("ping"));
      assertEquals("pong", pong.name());
      assertEquals("node1", pong.attribute("node", ""));
      assertEquals("build", pong.attribute("build", ""));
      assertEquals(Long.toString(ProcessHandle.current().pid()), pong.attribute("pid", ""));
    }
    assertFalse(Files.exists(folder.resolve("run").resolve("alpha.sock")));
  }

  @Test
  void aRoleIsServedOnce() throws Exception {
    try (RoleHost _ = start(new DummyRole("alpha"))) {
      RoleException refused =
          assertThrows(RoleException.class, () -> start(new DummyRole("alpha")));
      assertTrue(String.valueOf(refused.getMessage()).contains("is alive"));
    }
  }

  @Test
  void aRoleThatCannotStartLeavesNothing() {
    Role refusing = new RefusingRole();
    RoleException refused = assertThrows(RoleException.class, () -> start(refusing));
    assertEquals("no fuel; refuel", refused.getMessage());
    assertFalse(Files.exists(folder.resolve("run").resolve("refusing.sock")));
  }

  @Test
  void whatARoleThrowsIsFatal() throws Exception {
    try (RoleHost _ = start(new DummyRole("alpha"));
        IpcClient client = client("alpha")) {
      CompletableFuture<Element> unanswered = client.requestAsync(Element.of("crash"));
      assertEquals("told to crash", fatal.get().getMessage());
      assertFalse(unanswered.isDone());
    }
  }

  @Test
  void aLinkComesBackWithTheOtherRole() throws Exception {
    LinkedRole linked = new LinkedRole("alpha");
    try (RoleHost host = start(linked)) {
      RoleHost first = start(new DummyRole("alpha"));
      assertEquals("connected", linked.heard.take());
      host.loop().post("ask", () -> linked.ask(Element.of("leave")));
      assertEquals("left", linked.heard.take());
      host.loop().post("ask", () -> linked.ask(Element.of("dance")));
      assertEquals("FAILED", linked.heard.take());
      first.close();
      assertEquals("disconnected", linked.heard.take());
      host.loop().post("ask", () -> linked.ask(Element.of("leave")));
      assertEquals("ABSENT", linked.heard.take());
      try (RoleHost _ = start(new DummyRole("alpha"))) {
        assertEquals("connected", linked.heard.take());
      }
    }
  }

  @Test
  void theSchedulerAnswersWithAGraphAndRefusesWhatIsNoCib() throws Exception {
    try (RoleHost _ = start(new SchedulerRole());
        IpcClient client = client(SchedulerRole.NAME)) {
      Element cib =
          Element.of("cib", "admin_epoch", "0", "epoch", "1", "num_updates", "0")
              .plus(
                  Element.of("configuration")
                      .withChildren(
                          ImmutableList.of(
                              Element.of("crm_config"),
                              Element.of("nodes"),
                              Element.of("resources"),
                              Element.of("constraints"))))
              .plus(Element.of("status"));
      Element graph = client.request(Element.of("schedule", "now", "0").plus(cib));
      assertEquals("transition_graph", graph.name());
      for (Element bad :
          ImmutableList.of(Element.of("schedule", "now", "0"), Element.of("schedule").plus(cib))) {
        IpcException refused = assertThrows(IpcException.class, () -> client.request(bad));
        assertEquals("bad-request", refused.error().code());
      }
      assertFalse(fatal.isDone());
    }
  }

  private IpcClient client(String role) throws IpcException {
    return IpcClient.connect(
        ClientOptions.of(folder.resolve("run").resolve(role + ".sock"), "test", "test"));
  }

  /** Says no. */
  private static final class RefusingRole implements Role {

    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public void start(RoleContext context) throws RoleException {
      throw new RoleException("no fuel; refuel");
    }

    @Override
    public void requested(IpcRequest request) {}

    @Override
    public void stop() {}
  }

  /** Keeps what it hears of another role. */
  private static final class LinkedRole implements Role, RoleLink.Listener, RoleLink.ReplyHandler {

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final String other;
    private Optional<RoleLink> link = Optional.empty();

    LinkedRole(String other) {
      this.other = other;
    }

    void ask(Element body) {
      link.orElseThrow().request(body, this);
    }

    @Override
    public String name() {
      return "linked";
    }

    @Override
    public void start(RoleContext context) {
      link = Optional.of(RoleLink.open(context, other, this));
    }

    @Override
    public void requested(IpcRequest request) {}

    @Override
    public void stop() {
      link.ifPresent(RoleLink::close);
    }

    @Override
    public void connected() {
      heard.add("connected");
    }

    @Override
    public void event(Element body) {
      heard.add(body.name());
    }

    @Override
    public void disconnected(IpcException reason) {
      heard.add("disconnected");
    }

    @Override
    public void replied(Element answer) {
      heard.add(answer.name());
    }

    @Override
    public void failed(IpcException reason) {
      heard.add(reason.kind().name());
    }
  }
}
