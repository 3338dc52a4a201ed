package io.systole.cib;

import static io.systole.cib.Cibs.xml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.xml.Element;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CibPathTest {

  private static final Element TREE =
      xml(
          "<cib><a id='1'><b id='2' x='it'><b id='3'/></b></a><c id='4'><b id='5' x=''/></c>"
              + "<b id='6' x='] and / [@id]'/></cib>");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/cib/a, 1",
        "/cib/b, 6",
        "//b, 2 3 5 6",
        "//b//b, 3",
        "/cib//b, 2 3 5 6",
        "/cib/*/b, 2 5",
        "//*[@id='4'], 4",
        "//b[@x], 2 5 6",
        "//b[@x='it'], 2",
        "//b[@x='' and @id=\"5\"], 5",
        "//b[@x][@id='2']/b, 3",
        "//b[ @x = '] and / [@id]' ], 6",
        "/a, ``",
        "//none, ``",
      })
  void pathsLeadInTheOrderOfTheDocument(String path, String ids) throws CibException {
    assertEquals(
        ids,
        CibPath.parse(path).in(TREE).stream().map(Element::id).collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "/",
        "//",
        "/a/",
        "/a[",
        "/a[@]",
        "/a[@x=]",
        "/a[@x='y]",
        "/a[1]",
        "/a b",
        "/a[@x='1' or @y='2']",
        "count(//a)",
        "/a]"
      })
  void whatIsNotUnderstoodIsRefused(String path) {
    CibException refused = assertThrows(CibException.class, () -> CibPath.parse(path));
    assertTrue(refused.getMessage().contains("'" + path + "'"), refused.getMessage());
  }

  @Test
  void aPathHasAnEnd() {
    assertThrows(CibException.class, () -> CibPath.parse("/a".repeat(CibPath.MAX_STEPS + 1)));
  }
}
