package io.systole.daemons.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.ipc.ClientListener;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcException;
import io.systole.xml.Element;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The CIB manager keeps the configuration within its schema, whoever changes it when. */
@Timeout(60)
final class CibSchemaTest {

  private static final String ODD = "<create section='nodes'><nod id='2'/></create>";
  private static final String NODE = "<create section='nodes'><node id='%s' uname='n%s'/></create>";

  @TempDir private Path folder = Path.of("unset");

  @Test
  void aChangeThatMakesTheCibInvalidIsRefusedWhole() throws Exception {
    try (CibNode node = synchronised(1).getFirst()) {
      IpcError error = error(node, "<change>" + NODE.formatted(1, 1) + ODD + "</change>");
      assertEquals("edit-invalid", error.code());
      assertTrue(error.reason().contains("<nod id=\"2\"> in <nodes>"), error::toString);
      assertTrue(error.remedy().contains("pacemaker-4.0 allows here"), error::toString);
      assertEquals("edit-invalid", node.failure("<change dry-run='true'>" + ODD + "</change>"));
      assertEquals("0.0.0", node.ask("<state/>").attribute("version", ""));
      assertTrue(node.ask("<query section='nodes'/>").children().isEmpty());
      node.ask("<change><modify section='status' create='true'><odd id='1'/></modify></change>");
      assertEquals("0.0.1", node.ask("<state/>").attribute("version", ""));
    }
  }

  @Test
  void withoutASchemaNothingIsJudged() throws Exception {
    try (CibNode node = synchronised(1).getFirst()) {
      node.ask("<change><modify section=''><cib validate-with='none'/></modify></change>");
      node.ask("<change>" + ODD + "</change>");
      String back =
          "<change><modify section=''><cib validate-with='pacemaker-4.0'/></modify></change>";
      assertEquals("edit-invalid", node.failure(back));
      node.ask("<change><delete section='nodes'><nod id='2'/></delete></change>");
      node.ask(back);
      assertEquals("edit-invalid", node.failure("<change>" + ODD + "</change>"));
    }
  }

  /** A set may have one rule. Each of the two changes is valid, and both are not. */
  @Test
  void twoChangesThatAreInvalidTogetherAreNotBothMade() throws Exception {
    List<CibNode> nodes = synchronised(2);
    try (CibNode one = nodes.get(0);
        CibNode two = nodes.get(1);
        IpcClient first = one.connect(ClientListener.NONE);
        IpcClient second = two.connect(ClientListener.NONE)) {
      for (int i = 0; i < 20; i++) {
        String set = "s" + i;
        one.ask(
            "<change><create section='rsc_defaults'><meta_attributes id='"
                + set
                + "'/></create></change>");
        List<CompletableFuture<Element>> both =
            List.of(first.requestAsync(rule(set, "a")), second.requestAsync(rule(set, "b")));
        List<String> refusals = new ArrayList<>();
        for (CompletableFuture<Element> answer : both) {
          try {
            answer.get(30, TimeUnit.SECONDS);
          } catch (ExecutionException e) {
            refusals.add(assertInstanceOf(IpcException.class, e.getCause()).error().code());
          }
        }
        assertEquals(List.of("edit-invalid"), refusals);
        assertEquals(
            1, one.ask("<query xpath=\"//*[@id='" + set + "']/rule\"/>").children().size());
      }
      awaitSame(one, two);
    }
  }

  @Test
  void changesOfSeveralNodesAtOnceAreAllMadeInTheEnd() throws Exception {
    List<CibNode> nodes = synchronised(2);
    int each = 40;
    try (CibNode one = nodes.get(0);
        CibNode two = nodes.get(1);
        IpcClient first = one.connect(ClientListener.NONE);
        IpcClient second = two.connect(ClientListener.NONE)) {
      List<CompletableFuture<Element>> answers = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        answers.add(first.requestAsync(node(i)));
        answers.add(second.requestAsync(node(1000 + i)));
        answers.add(
            second.requestAsync(
                CibNode.xml(
                    "<change><modify section='status' create='true'><node_state id='"
                        + i
                        + "'/></modify></change>")));
      }
      for (CompletableFuture<Element> answer : answers) {
        answer.get(30, TimeUnit.SECONDS);
      }
      awaitSame(one, two);
      assertEquals(2 * each, one.ask("<query section='nodes'/>").children().size());
      // One client's changes keep their order.
      List<String> ids =
          one.ask("<query section='nodes'/>").children().stream()
              .map(Element::id)
              .filter(id -> id.length() < 4)
              .toList();
      for (int i = 0; i < each; i++) {
        assertEquals(Integer.toString(i), ids.get(i));
      }
    }
  }

  @Test
  void whoHasNamedAVersionIsToldThatItIsOld() throws Exception {
    try (CibNode node = synchronised(1).getFirst()) {
      node.ask("<change>" + NODE.formatted(1, 1) + "</change>");
      assertEquals(
          "edit-outdated",
          node.failure("<change if-version='0.0.0'>" + NODE.formatted(2, 2) + "</change>"));
      node.ask("<change if-version='0.1.0'>" + NODE.formatted(2, 2) + "</change>");
    }
  }

  private List<CibNode> synchronised(int count) throws Exception {
    LocalGroup group = new LocalGroup(count);
    List<CibNode> nodes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      nodes.add(CibNode.start("n" + i, new CibRole(), group, folder));
    }
    for (CibNode node : nodes) {
      while (!node.ask("<state/>").attribute("replicas", "").startsWith("" + count)) {
        Thread.onSpinWait();
      }
    }
    nodes.getFirst().synchronise(1);
    for (CibNode node : nodes) {
      while (!node.ask("<state/>").attribute("synchronised", "").equals("true")) {
        Thread.onSpinWait();
      }
    }
    return nodes;
  }

  /** The acknowledgement needs a quorum, and the last node may hear of it a moment later. */
  private static void awaitSame(CibNode one, CibNode two) throws IpcException {
    String wanted = one.ask("<state/>").attribute("digest", "");
    while (!two.ask("<state/>").attribute("digest", "").equals(wanted)) {
      Thread.onSpinWait();
    }
  }

  private static Element node(int number) {
    return CibNode.xml("<change>" + NODE.formatted(number, number) + "</change>");
  }

  private static Element rule(String set, String name) {
    String id = set + name;
    return CibNode.xml(
        "<change><create xpath=\"//*[@id='"
            + set
            + "']\"><rule id='"
            + id
            + "'><rsc_expression id='"
            + id
            + "e' class='ocf'/></rule></create></change>");
  }

  private static IpcError error(CibNode node, String change) {
    return assertThrows(IpcException.class, () -> node.ask(change)).error();
  }
}
