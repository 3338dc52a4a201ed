package io.systole.daemons.attributes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.systole.daemons.local.LocalBus;
import io.systole.daemons.local.LocalNode;
import io.systole.daemons.runtime.RoleException;
import io.systole.ipc.IpcException;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two attribute managers with real sockets. */
class AttributesRoleTest {

  private static final Element ALL = Element.of("attributes");

  @TempDir private Path folder;

  private final LocalBus bus = new LocalBus();
  private LocalNode n1;
  private LocalNode n2;

  @BeforeEach
  void start() throws RoleException, IpcException {
    n1 = new LocalNode(bus, new NodeName("n1"), folder, AttributesRole::new);
    n2 = new LocalNode(bus, new NodeName("n2"), folder, AttributesRole::new);
  }

  @AfterEach
  void stop() {
    n1.close();
    n2.close();
    bus.close();
  }

  @Test
  void changesReachAllAndIncrementsAreCounted() throws Exception {
    n2.ask(Element.of("subscribe"));
    assertEquals("updated", n1.ask(update("fail-count-a", "value++")).name());
    assertEquals("updated", n1.ask(update("fail-count-a", "value++")).name());
    assertEquals(Optional.of("1"), n2.event("attribute-changed").attribute("value"));
    Element second = n2.event("attribute-changed");
    assertEquals(
        Element.of("attribute-changed", "node", "n9", "name", "fail-count-a", "value", "2"),
        second);
  }

  @Test
  void purgeRemovesWhatANodeHad() throws Exception {
    n1.ask(update("a", "1"));
    n2.askUntil(ALL, a -> a.children().size() == 1);
    assertEquals("purged", n2.ask(Element.of("purge", "node", "n9")).name());
    n1.askUntil(ALL, a -> a.children().isEmpty());
  }

  @Test
  void restartedManagerLearnsTheValues() throws Exception {
    n1.ask(update("a", "1"));
    n2.askUntil(ALL, a -> a.children().size() == 1);
    n1.restart();
    Element all = n1.askUntil(ALL, a -> a.children().size() == 1);
    assertEquals(
        Element.of("attribute", "node", "n9", "name", "a", "value", "1"),
        all.children().getFirst());
  }

  @Test
  void nonsenseIsRefused() {
    for (Element bad :
        new Element[] {
          Element.of("update", "node", "", "name", "a", "value", "1"),
          Element.of("update", "node", "n9", "name", "", "value", "1"),
          Element.of("update", "node", "n9", "name", "a", "value", "x".repeat(5000)),
          Element.of("purge")
        }) {
      assertEquals(
          "bad-request", assertThrows(IpcException.class, () -> n1.ask(bad)).error().code());
    }
  }

  private static Element update(String name, String value) {
    return Element.of("update", "node", "n9", "name", name, "value", value);
  }
}
