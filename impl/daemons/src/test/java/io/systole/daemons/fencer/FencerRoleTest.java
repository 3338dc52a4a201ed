package io.systole.daemons.fencer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.local.LocalBus;
import io.systole.daemons.local.LocalNode;
import io.systole.daemons.runtime.RoleException;
import io.systole.ipc.IpcException;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three fencers with real sockets and a real agent that kills a real process. */
class FencerRoleTest {

  /** Kills the process whose number is in the file {@code pids}/NODE. */
  private static final String AGENT =
      """
      #!/bin/sh
      if [ "$1" = "-o" ]; then
        echo '<resource-agent name="fence_kill"><parameters>'
        echo '<parameter name="plug"/></parameters><actions>'
        for a in off list metadata; do echo "<action name=\\"$a\\"/>"; done
        echo '</actions></resource-agent>'
        exit 0
      fi
      while read -r line; do
        case "$line" in
          action=*) action="${line#action=}" ;;
          plug=*) plug="${line#plug=}" ;;
          pids=*) pids="${line#pids=}" ;;
          broken=*) broken=yes ;;
        esac
      done
      if [ -n "$broken" ]; then echo "no route to device" >&2; exit 1; fi
      case "$action" in
        list) ls "$pids" ;;
        off) kill -9 "$(cat "$pids/$plug")" ;;
        *) exit 1 ;;
      esac
      """;

  @TempDir private Path folder;

  private final LocalBus bus = new LocalBus();
  private Process victim;
  private LocalNode n1;
  private LocalNode n2;
  private LocalNode n3;

  @BeforeEach
  void start() throws IOException, RoleException, IpcException {
    Path agents = Files.createDirectories(folder.resolve("agents"));
    Path agent = Files.writeString(agents.resolve("fence_kill"), AGENT);
    Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
    victim = new ProcessBuilder("sleep", "600").start();
    Path pids = Files.createDirectories(folder.resolve("pids"));
    Files.writeString(pids.resolve("victim"), Long.toString(victim.pid()));
    n1 = new LocalNode(bus, new NodeName("n1"), folder, FencerRole::new);
    n2 = new LocalNode(bus, new NodeName("n2"), folder, FencerRole::new);
    n3 = new LocalNode(bus, new NodeName("n3"), folder, FencerRole::new);
  }

  @AfterEach
  void stop() {
    n1.close();
    n2.close();
    n3.close();
    bus.close();
    victim.destroyForcibly();
  }

  @Test
  void peerWithTheDeviceFencesAndAllHearOfIt() throws Exception {
    configure(n2, "<param name='pcmk_host_list' value='victim'/>");
    n3.ask(Element.of("subscribe"));
    Element fenced = n1.ask(fence("off"));
    assertEquals("ok", fenced.attribute("status", ""), fenced.toString());
    assertEquals("n2", fenced.attribute("executor", ""));
    assertEquals("n1", fenced.attribute("client-node", ""));
    assertTrue(victim.waitFor(5, TimeUnit.SECONDS), "the process was not killed");
    assertEquals(fenced, n3.event("fenced"));
    Element history = n3.ask(Element.of("fence-history"));
    assertEquals(fenced, history.children().getLast());
  }

  @Test
  void rebootIsOffWhereTheAgentCannotRebootAndHostsAreAskedFor() throws Exception {
    configure(n3, "");
    Element fenced = n1.ask(fence("reboot"));
    assertEquals("ok", fenced.attribute("status", ""), fenced.toString());
    assertTrue(victim.waitFor(5, TimeUnit.SECONDS), "the process was not killed");
  }

  @Test
  void portIsMapped() throws Exception {
    Path pids = folder.resolve("pids");
    Files.move(pids.resolve("victim"), pids.resolve("7"));
    configure(n1, "<param name='pcmk_host_map' value='victim:7'/>");
    assertEquals("ok", n2.ask(fence("off")).attribute("status", ""));
    assertTrue(victim.waitFor(5, TimeUnit.SECONDS), "the process was not killed");
  }

  @Test
  void failureIsToldWithItsReason() throws Exception {
    configure(
        n2, "<param name='pcmk_host_list' value='victim'/><param name='broken' value='yes'/>");
    Element fenced = n1.ask(fence("off"));
    assertEquals("failed", fenced.attribute("status", ""), fenced.toString());
    assertTrue(fenced.attribute("reason", "").contains("no route to device"), fenced.toString());
    assertTrue(victim.isAlive());
  }

  @Test
  void nobodyHasADevice() throws Exception {
    met();
    Element fenced = n1.ask(fence("off"));
    assertEquals("failed", fenced.attribute("status", ""));
    assertTrue(fenced.attribute("reason", "").contains("no peer has a device"));
    assertTrue(victim.isAlive());
  }

  @Test
  void restartedFencerLearnsTheHistoryAndHarmsNothing() throws Exception {
    configure(
        n2, "<param name='pcmk_host_list' value='victim'/><param name='broken' value='yes'/>");
    Element fenced = n1.ask(fence("off"));
    n2.restart();
    Element history = n2.askUntil(Element.of("fence-history"), h -> !h.children().isEmpty());
    assertEquals(fenced, history.children().getLast());
    assertTrue(victim.isAlive());
  }

  @Test
  void replacedCoordinatorIsRefused() throws Exception {
    met();
    configure(n1, "");
    Element old =
        Xml.parse(
            "<devices epoch='1' coordinator='n2'><device id='d' agent='fence_kill'/></devices>");
    IpcException refused = assertThrows(IpcException.class, () -> n1.ask(old));
    assertEquals("stale-epoch", refused.error().code());
    Element order = fence("off").with("epoch", "1").with("coordinator", "n2");
    assertEquals(
        "stale-epoch", assertThrows(IpcException.class, () -> n1.ask(order)).error().code());
  }

  @Test
  void nonsenseIsRefusedAndTheFencerGoesOn() throws Exception {
    for (String text :
        new String[] {
          "<fence target='victim' action='melt'/>",
          "<fence target='' action='off'/>",
          "<fence target='victim' action='off' timeout-millis='soon'/>",
          "<fence target='victim' action='off' timeout-millis='0'/>",
          "<devices/>",
          "<devices epoch='2' coordinator='n1'><device id='d'/></devices>",
          "<devices epoch='2' coordinator='n1'><device id='d' agent='a'/>"
              + "<device id='d' agent='a'/></devices>"
        }) {
      IpcException refused = assertThrows(IpcException.class, () -> n1.ask(Xml.parse(text)));
      assertEquals("bad-request", refused.error().code(), text);
    }
    assertFalse(n1.ask(Element.of("fence-history")).has("error"));
  }

  private void configure(LocalNode node, String parameters) throws IpcException, XmlException {
    met();
    node.ask(
        Xml.parse(
            "<devices epoch='2' coordinator='n1'><device id='kill' agent='fence_kill'>"
                + "<param name='pids' value='"
                + folder.resolve("pids")
                + "'/>"
                + parameters
                + "</device></devices>"));
  }

  /** Waits until each fencer knows of an operation of each other one, so that all have met. */
  private void met() throws IpcException {
    ImmutableList<LocalNode> all = ImmutableList.of(n1, n2, n3);
    for (LocalNode node : all) {
      Element probe = Element.of("fence", "target", "nobody", "action", "on");
      String id = node.ask(probe).id();
      for (LocalNode other : all) {
        other.askUntil(
            Element.of("fence-history"),
            history ->
                history.children().stream()
                    .anyMatch(
                        o -> o.id().equals(id) && !o.attribute("status", "").equals("pending")));
      }
    }
  }

  private static Element fence(String action) {
    return Element.of("fence", "target", "victim", "action", action, "timeout-millis", "20000");
  }
}
