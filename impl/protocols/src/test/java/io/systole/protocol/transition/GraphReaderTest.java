package io.systole.protocol.transition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphReaderTest {

  private static TransitionGraph read(String xml) throws XmlException, GraphException {
    return GraphReader.read(Xml.parse(xml));
  }

  private static Element empty() {
    return Element.of("transition_graph");
  }

  /** A graph of points in the order of things without order. */
  private static Element points(int count) {
    Element.Builder graph = Element.builder("transition_graph");
    for (int i = 1; i <= count; i++) {
      String id = Integer.toString(i);
      graph.child(
          Element.of("synapse", "id", id)
              .plus(Element.of("action_set").plus(Element.of("pseudo_event", "id", id))));
    }
    return graph.build();
  }

  @Test
  void aGraphIsReadAsTheFieldWritesIt() throws Exception {
    TransitionGraph graph = read(TransitionTest.MOVE);
    GraphAction stop = graph.action(1).orElseThrow();
    assertEquals(Duration.ofSeconds(60), graph.clusterDelay());
    assertEquals(Duration.ofSeconds(70), graph.fencingTimeout());
    assertEquals("1", graph.failedStartOffset());
    assertEquals(7, stop.targetRc());
    assertEquals(Duration.ofSeconds(10), stop.timeout());
    assertEquals(Optional.of(new NodeName("n3")), stop.performer());
    assertEquals(2, graph.synapses().get(0).id());
  }

  @Test
  void anActionsParametersAreThoseOfItsAttributes() throws Exception {
    GraphAction stop = read(TransitionTest.MOVE).action(1).orElseThrow();
    assertEquals(Optional.of("10000"), stop.attribute("CRM_meta_timeout"));
    assertEquals(Optional.empty(), stop.attribute("operation"));
  }

  @Test
  void anActionWithoutRouterIsPerformedByItsNode() throws Exception {
    GraphAction start = read(TransitionTest.MOVE).action(3).orElseThrow();
    assertEquals(Optional.of(new NodeName("n1")), start.performer());
  }

  @Test
  void whatAGraphDoesNotSayIsUnlimited() throws Exception {
    TransitionGraph graph = GraphReader.read(points(1));
    assertEquals(0, graph.batchLimit());
    assertEquals(-1, graph.migrationLimit());
    assertEquals("INFINITY", graph.failedStopOffset());
    assertEquals(0, graph.synapses().get(0).priority());
  }

  @Test
  void pointsAndOrdersToTheClusterNeedNoNode() throws Exception {
    GraphAction point = GraphReader.read(points(1)).action(1).orElseThrow();
    assertEquals(Optional.empty(), point.performer());
    assertTrue(point.endsAtOnce());
  }

  @Test
  void synapsesOfOnePriorityAreInTheOrderOfTheirIds() throws Exception {
    assertEquals(
        ImmutableList.of(1, 2, 3),
        GraphReader.read(points(3)).synapses().stream()
            .map(Synapse::id)
            .collect(ImmutableList.toImmutableList()));
  }

  @Test
  void theNextRecheckIsRead() throws Exception {
    assertEquals(OptionalLong.empty(), GraphReader.recheckBy(empty()));
    assertEquals(
        OptionalLong.of(1_700_000_000L),
        GraphReader.recheckBy(empty().with("recheck-by", "1700000000")));
    assertEquals(
        "recheck-by is no number: 'soon'",
        assertThrows(
                GraphException.class,
                () -> GraphReader.recheckBy(empty().with("recheck-by", "soon")))
            .getMessage());
  }

  @Test
  void aGraphHasItsGreatestSize() throws Exception {
    assertEquals(
        TransitionGraph.MAX_ACTIONS,
        GraphReader.read(points(TransitionGraph.MAX_ACTIONS)).actions().size());
    Element tooLarge = points(TransitionGraph.MAX_ACTIONS + 1);
    assertEquals(
        "more than 200000 actions",
        assertThrows(GraphException.class, () -> GraphReader.read(tooLarge)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"on_node='', action 1 names no node", "on_node='a b', action 1: "})
  void anActionOfAnAgentNeedsItsNode(String attribute, String reason) throws XmlException {
    Element graph =
        Xml.parse(
            "<transition_graph><synapse id='0'><action_set><rsc_op id='1' "
                + attribute
                + "/></action_set></synapse></transition_graph>");
    GraphException refused = assertThrows(GraphException.class, () -> GraphReader.read(graph));
    assertTrue(String.valueOf(refused.getMessage()).startsWith(reason), refused::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <cib/>                                                       | is no <transition_graph>
          <transition_graph><synapse id='x'/></transition_graph>       | 0 actions instead of one
          <transition_graph batch-limit='x'/>                          | batch-limit is no number
          """)
  void whatIsNoGraphIsRefusedWhole(String xml, String reason) throws XmlException {
    Element graph = Xml.parse(xml);
    GraphException refused = assertThrows(GraphException.class, () -> GraphReader.read(graph));
    assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused::toString);
  }

  @Test
  void anInputThatIsNotThereAndAnIdThatIsTakenAreRefused() throws XmlException {
    Element missing =
        Xml.parse(
            "<transition_graph><synapse id='0'><action_set><pseudo_event id='1'/></action_set>"
                + "<inputs><trigger><pseudo_event id='9'/></trigger></inputs></synapse>"
                + "</transition_graph>");
    Element twice =
        Xml.parse(
            "<transition_graph>"
                + "<synapse id='0'><action_set><pseudo_event id='1'/></action_set></synapse>"
                + "<synapse id='1'><action_set><pseudo_event id='1'/></action_set></synapse>"
                + "</transition_graph>");
    assertEquals(
        "synapse 0 waits for action 9, which is not there",
        assertThrows(GraphException.class, () -> GraphReader.read(missing)).getMessage());
    assertEquals(
        "two actions have the id 1",
        assertThrows(GraphException.class, () -> GraphReader.read(twice)).getMessage());
  }
}
