package io.systole.daemons.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.local.LocalBus;
import io.systole.daemons.local.LocalNode;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcException;
import io.systole.ipc.IpcRequest;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are judged at the border of a role. */
final class MessageGrammarTest {

  /** A scheduler that answers a question of time {@code 1} with what no scheduler says. */
  private static final class OddScheduler implements Role {

    @Override
    public String name() {
      return "scheduler";
    }

    @Override
    public void start(RoleContext context) {
      // There is nothing to prepare.
    }

    @Override
    public void requested(IpcRequest request) {
      boolean odd = request.body().attribute("now", "").equals("1");
      request.reply(Element.of(odd ? "no_idea" : "transition_graph"));
    }

    @Override
    public void stop() {
      // There is nothing to end.
    }
  }

  @TempDir private Path folder;

  @Test
  void whatAClientMayNotSayIsRefusedWithWhatItMay() throws Exception {
    try (LocalNode node = start()) {
      IpcError error = failure(node, "<schedule when='3'><cib/></schedule>");
      assertEquals("bad-request", error.code());
      assertEquals(
          "<schedule> in <request id=\"1\">: attribute \"when\" not allowed here", error.reason());
      assertTrue(error.remedy().contains("attribute \"now\""), error.remedy());
      assertEquals("unknown-request", failure(node, "<guess/>").code());
      assertEquals("transition_graph", node.ask(schedule(2)).name());
    }
  }

  @Test
  void aRoleThatSaysWhatItMayNotIsFoundOut() throws Exception {
    try (LocalNode node = start()) {
      IpcException thrown = assertThrows(IpcException.class, () -> node.ask(schedule(1)));
      assertEquals(MessageGrammar.VIOLATION, thrown.error().code());
      assertTrue(thrown.error().reason().contains("<no_idea>"), thrown.error().reason());
      assertTrue(thrown.error().remedy().contains("transition_graph"), thrown.error().remedy());
    }
    ImmutableList<String> logged = StrictMessages.drain();
    assertEquals(1, logged.size());
    assertTrue(logged.getFirst().contains("<no_idea/>"), logged.getFirst());
  }

  /** What lies deep in a message is data, and the check of a message must not grow with it. */
  @Test
  void dataIsNotLookedInto() throws Exception {
    try (LocalNode node = start()) {
      Element cib = Xml.parse("<cib><a><b/><c odd='1'><d/></c></a></cib>");
      Element request = Element.of("schedule", "now", "2").plus(cib);
      assertEquals("transition_graph", node.ask(request).name());
    }
  }

  private LocalNode start() throws RoleException, IpcException {
    return new LocalNode(new LocalBus(), new NodeName("n1"), folder, OddScheduler::new);
  }

  private static Element schedule(int now) {
    return Element.of("schedule", "now", Integer.toString(now)).plus(Element.of("cib"));
  }

  private static IpcError failure(LocalNode node, String request) throws Exception {
    Element body = Xml.parse(request);
    return assertThrows(IpcException.class, () -> node.ask(body)).error();
  }
}
