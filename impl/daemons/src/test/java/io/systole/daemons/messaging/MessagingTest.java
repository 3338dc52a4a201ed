package io.systole.daemons.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.daemons.messaging.MessagingWords.Stay;
import io.systole.ipc.ClientListener;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.xml.Element;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that use the engine through the messaging role, over real sockets. */
final class MessagingTest {

  private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(3);

  @TempDir Path folder = Path.of("");
  private final MessagingCluster cluster = new MessagingCluster(CLIENT_TIMEOUT);

  @BeforeEach
  void prepare() throws Exception {
    cluster.prepare(folder, List.of("a", "b"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void processesOfTwoNodesHearEachOtherInOneOrder() throws Exception {
    Member one = joined("a", "controller");
    Member two = joined("b", "controller");
    await("both", () -> one.heard.hasMembers("a", "b") && two.heard.hasMembers("a", "b"));
    for (int n = 0; n < 200; n++) {
      one.group.multicast(numbered(n));
      two.group.multicast(numbered(n));
    }
    await("all", () -> one.heard.texts().size() == 400 && two.heard.texts().size() == 400);
    assertEquals(one.heard.texts(), two.heard.texts());
    assertEquals(one.heard.views().getLast(), two.heard.views().getLast());
    assertTrue(one.heard.views().getLast().quorate());
  }

  @Test
  void aProcessThatEndsLeavesItsGroupsAndItsNodeStays() throws Exception {
    Member one = joined("a", "controller");
    Member two = joined("b", "controller");
    await("both", () -> one.heard.hasMembers("a", "b"));
    two.engine.close();
    await("one", () -> one.heard.hasMembers("a"));
    assertTrue(one.heard.hasNodes("a", "b"));
    Member again = joined("b", "controller");
    await("both again", () -> one.heard.hasMembers("a", "b") && again.heard.hasMembers("a", "b"));
    assertFalse(again.heard.texts().contains("a:0"));
  }

  @Test
  void aProcessThatIsSilentIsPutOutAndToldSo() throws Exception {
    Member one = joined("a", "controller");
    CompletableFuture<IpcException> end = new CompletableFuture<>();
    CountDownLatch goOn = new CountDownLatch(1);
    IpcClient silent = IpcClient.connect(cluster.client("b"), new Stopped(goOn, end));
    Element _ = silent.request(MessagingWords.join(new Stay("controller", 1)));
    await("both", () -> one.heard.hasMembers("a", "b"));
    await("one", () -> one.heard.hasMembers("a"));
    assertTrue(one.heard.hasNodes("a", "b"));
    goOn.countDown();
    IpcException reason = end.get(20, TimeUnit.SECONDS);
    assertTrue(reason.toString().contains("did not answer"), reason.toString());
    silent.close();
  }

  @Test
  void aProcessThatDoesNotReadIsPutOutAndOthersGoOn() throws Exception {
    Member one = joined("a", "controller");
    Member two = joined("b", "controller");
    CountDownLatch goOn = new CountDownLatch(1);
    IpcClient deaf =
        IpcClient.connect(cluster.client("b"), new Stopped(goOn, new CompletableFuture<>()));
    Element _ = deaf.request(MessagingWords.join(new Stay("attributes", 1)));
    Member sender = joined("a", "attributes");
    await("both", () -> sender.heard.hasMembers("a", "b"));
    Element large = Element.builder("m").text("x".repeat(20_000)).build();
    for (int n = 0; n < 50; n++) {
      sender.group.multicast(large);
      one.group.multicast(numbered(n));
    }
    await("the deaf one to be out", () -> sender.heard.hasMembers("a"));
    await("all at two", () -> two.heard.texts().size() == 50);
    assertTrue(two.heard.hasMembers("a", "b"));
    goOn.countDown();
    deaf.close();
  }

  @Test
  void theEndOfTheRoleIsToldToItsClients() throws Exception {
    Member two = joined("b", "controller");
    cluster.stop("b");
    await("the end", () -> !two.heard.ends().isEmpty());
    assertEquals(1, two.heard.ends().size());
    assertTrue(two.heard.ends().getFirst().contains("ended"), two.heard.ends().toString());
    two.group.multicast(numbered(1));
    assertEquals(ImmutableList.of(), two.heard.texts());
  }

  @Test
  void aGroupHasOneProcessANode() throws Exception {
    Member one = joined("a", "controller");
    try (ClusterEngine second = cluster.engine("a")) {
      EngineException refused =
          assertThrows(EngineException.class, () -> second.join("controller", new Hearer()));
      assertTrue(refused.toString().contains("in group controller already"), refused.toString());
    }
    one.group.multicast(numbered(1));
    await("its own message", () -> one.heard.texts().contains("a:1"));
  }

  @Test
  void newsOfAFormerStayIsNotHeardInTheNext() throws Exception {
    Member one = joined("a", "controller");
    for (int round = 0; round < 20; round++) {
      Hearer next = new Hearer();
      one.group.multicast(numbered(round));
      one.group.close();
      ClusterEngine.Group group = one.engine.join("controller", next);
      await("a view", () -> next.hasMembers("a"));
      assertFalse(next.texts().contains("a:" + round), next.texts().toString());
      one = new Member(one.engine, group, next);
    }
  }

  @Test
  void rubbishIsRefusedAndTheRoleGoesOn() throws Exception {
    Member one = joined("a", "controller");
    try (IpcClient client = IpcClient.connect(cluster.client("a"))) {
      for (Element bad :
          List.of(
              Element.of("join"),
              Element.of("multicast", "group", "controller", "stay", "x"),
              Element.of("multicast", "group", "controller", "stay", "1"),
              Element.of("levitate"))) {
        assertThrows(IpcException.class, () -> client.request(bad));
      }
      Element state = client.request(Element.of("messaging-state"));
      assertEquals("a", state.attribute("node", ""));
      assertEquals(1, state.children("node").size());
    }
    one.group.multicast(numbered(1));
    await("a message", () -> one.heard.texts().contains("a:1"));
  }

  private record Member(ClusterEngine engine, ClusterEngine.Group group, Hearer heard) {}

  private Member joined(String node, String group) throws Exception {
    ClusterEngine engine = cluster.engine(node);
    Hearer heard = new Hearer();
    ClusterEngine.Group joined = engine.join(group, heard);
    await("a view at " + node, () -> !heard.views().isEmpty());
    return new Member(engine, joined, heard);
  }

  private static void await(String what, java.util.function.BooleanSupplier condition) {
    MessagingCluster.await(what, condition);
  }

  private static Element numbered(int n) {
    return Element.of("m", "n", Integer.toString(n));
  }

  /** A client that reads nothing more once it has heard something, until it goes on. */
  private record Stopped(CountDownLatch goOn, CompletableFuture<IpcException> end)
      implements ClientListener {

    @Override
    public void event(Element body) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void closed(IpcException reason) {
      end.complete(reason);
    }
  }
}
