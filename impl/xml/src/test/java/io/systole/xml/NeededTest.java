package io.systole.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class NeededTest {

  private static final Element SAID =
      Element.of("said", "group", "cib", "serial", "-7", "done", "false").plus(Element.of("a"));

  @Test
  void whatIsThereIsRead() {
    assertEquals("cib", Needed.text(SAID, "group"));
    assertEquals(-7, Needed.number(SAID, "serial"));
    assertFalse(Needed.flag(SAID, "done"));
    assertEquals("a", Needed.onlyChild(SAID).name());
  }

  @Test
  void whatIsMissingOrSomethingElseIsNamed() {
    assertRefused("<said> lacks the attribute node", () -> Needed.text(SAID, "node"));
    assertRefused("group=\"cib\"> is no whole number", () -> Needed.number(SAID, "group"));
    assertRefused("serial=\"-7\"> is not true or false", () -> Needed.flag(SAID, "serial"));
    assertRefused(
        "<said> has one child, not 2", () -> Needed.onlyChild(SAID.plus(Element.of("b"))));
  }

  private static void assertRefused(String words, Executable reading) {
    String told =
        String.valueOf(assertThrows(IllegalArgumentException.class, reading).getMessage());
    assertTrue(told.contains(words), told);
  }
}
