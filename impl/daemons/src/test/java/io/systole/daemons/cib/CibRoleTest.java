package io.systole.daemons.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cib.store.DiskFiles;
import io.systole.daemons.runtime.RoleException;
import io.systole.ipc.ClientListener;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CibRoleTest {

  private static final String ADD_NODE =
      "<change><create section='nodes'><node id='1' uname='n1'/></create></change>";

  @TempDir Path folder;

  @Test
  void aChangeIsTakenOnceTheReplicasAreSynchronised() throws Exception {
    try (CibNode node = start("n1", new LocalGroup(1))) {
      awaitView(node, 1);
      assertEquals("not-synchronised", node.failure(ADD_NODE));
      assertEquals("0.0.0", node.synchronise(1).attribute("version", ""));
      assertEquals("0.1.0", node.ask(ADD_NODE).attribute("version", ""));
      assertEquals(
          "n1",
          node.ask("<query section='nodes'/>").at("node").orElseThrow().attribute("uname", ""));
      assertEquals(1, node.ask("<query xpath=\"//node[@id='1']\"/>").children().size());
      Element state = node.ask("<state/>");
      assertEquals("true", state.attribute("synchronised", ""));
      assertEquals("1", state.attribute("term", ""));
      assertEquals("n1", state.attribute("coordinator", ""));
    }
  }

  @Test
  void whatIsRefusedSaysWhy() throws Exception {
    try (CibNode node = start("n1", new LocalGroup(1))) {
      awaitView(node, 1);
      node.synchronise(1);
      assertEquals("bad-request", node.failure("<query section='nothing'/>"));
      assertEquals("bad-request", node.failure("<query xpath='non sense'/>"));
      assertEquals("bad-request", node.failure("<change><destroy/></change>"));
      assertEquals("unknown-request", node.failure("<destroy/>"));
      assertEquals("stale-epoch", failureOfSynchronise(node, 1));
      assertEquals(
          "edit-invalid",
          node.failure(
              "<change><create section='constraints'>"
                  + "<rsc_location id='l' rsc='none' node='n1'/></create></change>"));
      assertEquals("edit-outdated", node.failure("<change if-version='7.7.7'><bump/></change>"));
      assertEquals(
          "stale-epoch", node.failure("<change epoch='0' coordinator='old'><bump/></change>"));
      assertEquals("0.0.0", node.ask("<state/>").attribute("version", ""));
    }
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    try (CibNode node = start("n1", new LocalGroup(1))) {
      awaitView(node, 1);
      node.synchronise(1);
      String dry = ADD_NODE.replace("<change>", "<change dry-run='true'>");
      assertEquals("0.1.0", node.ask(dry).attribute("version", ""));
      assertEquals("0.0.0", node.ask("<state/>").attribute("version", ""));
    }
  }

  @Test
  void subscribersHearOfEachOthersChanges() throws Exception {
    LocalGroup group = new LocalGroup(2);
    try (CibNode one = start("n1", group);
        CibNode two = start("n2", group);
        CibNode three = start("n3", group)) {
      awaitView(one, 3);
      BlockingQueue<Element> events = new LinkedBlockingQueue<>();
      try (IpcClient watcher = three.connect(listener(events))) {
        assertEquals("cib", watcher.request(Element.of("subscribe")).name());
        one.synchronise(4);
        two.ask(ADD_NODE);
        Element changed = await(events, "cib-changed", "version", "0.1.0");
        assertEquals("4", changed.attribute("term", ""));
        assertTrue(changed.at("cib", "configuration", "nodes", "node").isPresent());
      }
      String digest = one.ask("<state/>").attribute("digest", "");
      assertEquals(digest, two.ask("<state/>").attribute("digest", ""));
    }
  }

  @Test
  void anAnswerNeverComesBeforeTheCibThatHasTheChange() throws Exception {
    try (CibNode node = start("n1", new LocalGroup(1))) {
      awaitView(node, 1);
      node.synchronise(1);
      BlockingQueue<Element> events = new LinkedBlockingQueue<>();
      try (IpcClient client = node.connect(listener(events))) {
        client.request(Element.of("subscribe"));
        for (int i = 1; i <= 200; i++) {
          String version =
              client.request(CibNode.xml("<change><bump/></change>")).attribute("version", "");
          // What was read before the answer is in the queue by now.
          assertTrue(
              events.stream()
                  .anyMatch(e -> e.is("cib-changed") && e.attribute("version", "").equals(version)),
              version + " is not among " + events);
          events.clear();
        }
      }
    }
  }

  @Test
  void aSlowSubscriberHoldsUpNobodyAndHearsTheNewest() throws Exception {
    try (CibNode node = start("n1", new LocalGroup(1))) {
      awaitView(node, 1);
      node.synchronise(1);
      CountDownLatch stuck = new CountDownLatch(1);
      BlockingQueue<Element> events = new LinkedBlockingQueue<>();
      ClientListener slow =
          new ClientListener() {
            @Override
            public void event(Element body) {
              try {
                stuck.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              events.add(body);
            }

            @Override
            public void closed(IpcException reason) {
              events.add(Element.of("closed"));
            }
          };
      try (IpcClient subscriber = node.connect(slow)) {
        subscriber.request(Element.of("subscribe"));
        String padding = "x".repeat(20_000);
        node.ask(
            "<change><create section='nodes'><node id='1' uname='n1'><instance_attributes id='i'>"
                + "<nvpair id='p' name='p' value='"
                + padding
                + "'/></instance_attributes></node></create></change>");
        for (int i = 0; i < 300; i++) {
          node.ask("<change><bump/></change>");
        }
        stuck.countDown();
        await(events, "cib-changed", "version", "0.301.0");
        assertTrue(events.size() < 300, () -> "heard " + events.size());
      }
    }
  }

  @Test
  void aRestartedManagerHasWhatWasAcknowledged() throws Exception {
    try (CibNode node = start("n1", new LocalGroup(1))) {
      awaitView(node, 1);
      node.synchronise(3);
      node.ask(ADD_NODE);
    }
    try (CibNode node = start("n1", new LocalGroup(1))) {
      Element state = node.ask("<state/>");
      assertEquals("0.1.0", state.attribute("version", ""));
      assertEquals("3", state.attribute("term", ""));
      assertEquals("false", state.attribute("synchronised", ""));
      assertEquals("false", state.attribute("live", ""));
    }
  }

  @Test
  void aManagerThatIsPutOutOfItsGroupJoinsAgainAndCatchesUp() throws Exception {
    LocalGroup group = new LocalGroup(2);
    try (CibNode one = start("n1", group);
        CibNode two = start("n2", group)) {
      awaitView(one, 2);
      one.synchronise(1);
      one.ask(ADD_NODE);
      group.putOut(two.name, "it did not answer");
      awaitView(two, 4);
      awaitView(one, 4);
      assertEquals("not-synchronised", two.failure("<change><bump/></change>"));
      one.synchronise(2);
      assertEquals("0.2.0", two.ask("<change><bump/></change>").attribute("version", ""));
    }
  }

  /** Its coordinator opened the epoch, lost it in a crash, and opens it again. */
  @Test
  void aRoundThatAReplicaHasTakenPartInBeforeIsRefusedAloud() throws Exception {
    try (CibNode one = start("n1", new LocalGroup(1))) {
      awaitView(one, 1);
      one.synchronise(5);
    }
    LocalGroup group = new LocalGroup(2);
    BlockingQueue<Element> events = new LinkedBlockingQueue<>();
    try (CibNode one = start("n1", group);
        CibNode two = start("n2", group);
        IpcClient controller = one.connect(listener(events));
        IpcClient coordinator = two.connect(ClientListener.NONE)) {
      awaitView(one, 2);
      awaitView(two, 2);
      controller.request(Element.of("subscribe"));
      var order = coordinator.requestAsync(two.order(5, one.name));
      assertEquals("n1", await(events, "round-refused", "epoch", "5").attribute("coordinator", ""));
      assertFalse(order.isDone());
    }
  }

  @Test
  void aTruncatedFileIsKeptAsideAndTheNewestGoodOneUsed() throws Exception {
    try (CibNode node = start("n1", new LocalGroup(1))) {
      awaitView(node, 1);
      node.synchronise(3);
      node.ask(ADD_NODE);
      node.ask("<change><bump/></change>");
    }
    Path stored = folder.resolve("n1/state/cib");
    Path newest = newest(stored);
    Files.write(newest, new byte[] {'<', 'c'});
    try (CibNode node = start("n1", new LocalGroup(1))) {
      assertEquals("0.1.0", node.ask("<state/>").attribute("version", ""));
      assertTrue(Files.exists(stored.resolve(newest.getFileName() + ".damaged-1")));
    }
  }

  @Test
  void aFullDiskIsToldAndTheManagerServesOn() throws Exception {
    FailingFiles files = new FailingFiles(DiskFiles.in(folder.resolve("cib")));
    LocalGroup group = new LocalGroup(1);
    try (CibNode node = CibNode.start("n1", new CibRole(_ -> files), group, folder)) {
      awaitView(node, 1);
      node.synchronise(1);
      files.full(true);
      var waiting = node.connect(ClientListener.NONE);
      var change = waiting.requestAsync(CibNode.xml(ADD_NODE));
      files.awaitFailure();
      awaitFailure(node, "cant-store");
      assertEquals("cib", node.ask("<query/>").name());
      files.full(false);
      assertEquals("0.1.0", change.get(30, TimeUnit.SECONDS).attribute("version", ""));
      waiting.close();
    }
  }

  @Test
  void aFolderThatCannotBeOpenedStopsTheStartWithAReason() {
    RoleException refused =
        assertThrows(
            RoleException.class,
            () ->
                CibNode.start(
                    "n1",
                    new CibRole(_ -> {
                      throw new IOException("Read-only file system");
                    }),
                    new LocalGroup(1),
                    folder));
    assertTrue(String.valueOf(refused.getMessage()).contains("Read-only"), refused.toString());
  }

  private CibNode start(String name, LocalGroup group) throws RoleException, IpcException {
    return CibNode.start(name, new CibRole(), group, folder);
  }

  private static String failureOfSynchronise(CibNode node, int epoch) {
    IpcException failed = assertThrows(IpcException.class, () -> node.synchronise(epoch));
    return failed.error().code();
  }

  /** Asks for what is refused at once in any case, until the reason is {@code code}. */
  private static void awaitFailure(CibNode node, String code) {
    String failure = "";
    while (!failure.equals(code)) {
      failure = node.failure("<change><create section='none'><x/></create></change>");
    }
  }

  private static void awaitView(CibNode node, int number) throws IpcException {
    String wanted = Integer.toString(number);
    while (!node.ask("<state/>").attribute("replicas", "").startsWith(wanted)) {
      Thread.onSpinWait();
    }
  }

  private static ClientListener listener(BlockingQueue<Element> events) {
    return new ClientListener() {
      @Override
      public void event(Element body) {
        events.add(body);
      }

      @Override
      public void closed(IpcException reason) {}
    };
  }

  private static Element await(
      BlockingQueue<Element> events, String name, String attribute, String value)
      throws InterruptedException {
    while (true) {
      Element event = events.take();
      if (event.is(name) && event.attribute(attribute, "").equals(value)) {
        return event;
      }
    }
  }

  private static Path newest(Path stored) throws IOException {
    long greatest = 0;
    try (var files = Files.list(stored)) {
      for (Path file : files.toList()) {
        String number = file.getFileName().toString().replaceAll("[^0-9]", "");
        greatest = Math.max(greatest, Long.parseLong(number));
      }
    }
    return stored.resolve("cib-" + greatest + ".xml");
  }
}
