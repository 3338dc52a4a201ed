package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.systole.kernel.NodeName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How operations are named. */
class OperationIdTest {

  @Test
  void whatIsWrittenIsReadAlsoWhereTheNodesNameHasDots() {
    OperationId id = new OperationId(12, new NodeName("n1.example.org"), 7);
    assertEquals("12.7.n1.example.org", id.toString());
    assertEquals(Optional.of(id), OperationId.parse("12.7.n1.example.org"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "n1", "1.n1", ".1.n1", "1..n1", "1.7.", "..", "x.7.n1", "1.x.n1"})
  void whatNamesNoOperationIsNotRead(String text) {
    assertEquals(Optional.empty(), OperationId.parse(text));
  }

  @Test
  void counterIsWithinItsBounds() {
    NodeName node = new NodeName("n1");
    assertEquals(1L << 52, new OperationId(OperationId.MAX_COUNTER, node, 1).counter());
    assertEquals(1, new OperationId(1, node, 1).counter());
    assertEquals(
        "the counter of a fencing operation is 1 to 4503599627370496, not 4503599627370497",
        assertThrows(
                IllegalArgumentException.class,
                () -> new OperationId(OperationId.MAX_COUNTER + 1, node, 1))
            .getMessage());
    assertEquals(
        "the counter of a fencing operation is 1 to 4503599627370496, not 0",
        assertThrows(IllegalArgumentException.class, () -> new OperationId(0, node, 1))
            .getMessage());
    assertEquals(Optional.empty(), OperationId.parse("4503599627370497.1.n1"));
  }
}
