package io.systole.daemons.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cib.Cib;
import io.systole.cib.EditResult;
import io.systole.cib.PatchCodec;
import io.systole.ipc.ClientListener;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Patchsets for subscribers, rights of users, and the history. */
@Timeout(60)
final class CibServiceTest {

  private static final String LISTS = AclLists.of("anna");

  @TempDir private Path folder = Path.of("unset");

  private CibNode start() throws Exception {
    CibNode node = CibNode.start("n1", new CibRole(), new LocalGroup(1), folder);
    while (!node.ask("<state/>").attribute("replicas", "").startsWith("1")) {
      Thread.onSpinWait();
    }
    return node;
  }

  /** Follows the CIB by what it is told, as a client does. */
  private static final class Follower implements ClientListener {

    private final BlockingQueue<Element> events = new LinkedBlockingQueue<>();
    private final CountDownLatch reading;
    private int wholes;
    private Cib cib = Cib.empty();

    Follower(CountDownLatch reading) {
      this.reading = reading;
    }

    @Override
    public void event(Element body) {
      try {
        reading.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      events.add(body);
    }

    @Override
    public void closed(IpcException reason) {}

    void follow(IpcClient client, String subscription) throws Exception {
      cib = Cib.of(client.request(CibNode.xml(subscription)));
    }

    Cib until(String version) throws Exception {
      while (!cib.version().toString().equals(version)) {
        Element event = events.take();
        switch (event.name()) {
          case "cib-changed" -> {
            wholes++;
            cib = Cib.of(event.child("cib").orElseThrow());
          }
          case "cib-patched" ->
              cib =
                  assertInstanceOf(
                          EditResult.Applied.class,
                          PatchCodec.read(event.child("diff").orElseThrow()).applyTo(cib))
                      .cib();
          default -> {
            // The state is not followed here.
          }
        }
      }
      return cib;
    }
  }

  @Test
  void aSubscriberFollowsByPatchsets() throws Exception {
    try (CibNode node = start()) {
      node.synchronise(1);
      Follower follower = new Follower(new CountDownLatch(0));
      try (IpcClient client = node.connect(follower)) {
        follower.follow(client, "<subscribe patches='true'/>");
        node.ask(LISTS);
        for (int i = 0; i < 20; i++) {
          node.ask("<change><modify><nvpair id='loc' value='" + i + "'/></modify></change>");
          follower.until("0." + (i + 2) + ".0");
        }
        assertEquals(node.ask("<query/>"), follower.cib.root());
        assertEquals(0, follower.wholes);
        // The answer to one's own change comes after the patchset that has it.
        client.request(CibNode.xml("<change><bump/></change>"));
        assertEquals("0.22.0", follower.until("0.22.0").version().toString());
      }
    }
  }

  @Test
  void aSlowSubscriberGetsANewerWholeAndHoldsUpNobody() throws Exception {
    try (CibNode node = start()) {
      node.synchronise(1);
      node.ask(LISTS);
      CountDownLatch stuck = new CountDownLatch(1);
      Follower follower = new Follower(stuck);
      try (IpcClient client = node.connect(follower)) {
        follower.follow(client, "<subscribe patches='true'/>");
        String padding = "x".repeat(20_000);
        for (int i = 0; i < 300; i++) {
          String change =
              "<change><modify><nvpair id='loc' value='" + i + padding + "'/></modify></change>";
          node.ask(change);
        }
        stuck.countDown();
        follower.until("0.301.0");
        assertEquals(node.ask("<query/>"), follower.cib.root());
        assertTrue(follower.wholes > 0 && follower.wholes < 300, () -> "" + follower.wholes);
        node.ask("<change><bump/></change>");
        assertEquals(node.ask("<query/>"), follower.until("0.302.0").root());
      }
    }
  }

  @Test
  void aUserSeesAndChangesWhatTheListsAllow() throws Exception {
    try (CibNode node = start()) {
      node.synchronise(1);
      node.ask(LISTS);
      Follower follower = new Follower(new CountDownLatch(0));
      try (IpcClient client = node.connect(follower)) {
        follower.follow(client, "<subscribe patches='true' user='anna'/>");
        assertFalse(Xml.write(node.ask("<query user='anna'/>")).contains("secret"));
        assertEquals(0, node.ask("<query user='anna' xpath=\"//*[@id='pw']\"/>").children().size());
        assertEquals("edit-denied", node.failure("<query user='eve'/>"));
        assertEquals("edit-denied", node.failure("<history user='anna'/>"));
        assertEquals(
            "edit-missing",
            node.failure(
                "<change user='anna'><modify><nvpair id='pw' value='y'/></modify></change>"));
        assertEquals("edit-denied", node.failure("<change user='anna'><erase/></change>"));
        assertEquals(
            "edit-denied", node.failure("<change user='anna' dry-run='true'><erase/></change>"));
        assertEquals(
            "0.2.0",
            node.ask("<change user='anna'><modify><nvpair id='loc' value='y'/></modify></change>")
                .attribute("version", ""));
        node.ask("<change><modify><nvpair id='pw' value='secret-2'/></modify></change>");
        Cib seen = follower.until("0.3.0");
        assertFalse(Xml.write(seen.root()).contains("secret"));
        assertTrue(Xml.write(seen.root()).contains("value=\"y\""));
      }
    }
  }

  @Test
  void theHistoryTellsWhoChangedWhatAndStays() throws Exception {
    try (CibNode node = start()) {
      node.synchronise(1);
      node.ask(LISTS);
      node.ask("<change user='anna'><modify><nvpair id='loc' value='y'/></modify></change>");
      node.ask(
          "<change><modify section='status' create='true'><node_state id='1'/></modify></change>");
    }
    try (CibNode node = start()) {
      Element list = node.ask("<history/>");
      assertEquals(2, list.children().size(), list::toString);
      Element last = list.children().getFirst();
      assertEquals("anna", last.attribute("user", ""));
      assertEquals("n1", last.attribute("node", ""));
      assertEquals("0.2.0", last.attribute("version", ""));
      assertTrue(last.attribute("time", "").startsWith("20"), last::toString);
      String own = System.getProperty("user.name").equals("root") ? "root" : "hacluster";
      assertEquals(own, list.children().get(1).attribute("user", ""));
      Element whole = node.ask("<history number='" + last.attribute("number", "") + "'/>");
      assertTrue(Xml.write(whole.child("diff").orElseThrow()).contains("value=\"y\""));
      assertTrue(Xml.write(whole.child("cib").orElseThrow()).contains("secret"));
      assertEquals("edit-missing", node.failure("<history number='99'/>"));
    }
  }
}
