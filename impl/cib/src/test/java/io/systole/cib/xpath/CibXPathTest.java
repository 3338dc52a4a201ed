package io.systole.cib.xpath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.CibException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CibXPathTest {

  private static final Element TREE =
      xml(
          "<cib><a id='1'><b id='2' x='it'>words<b id='3'/></b></a><c id='4'><b id='5' x=''/></c>"
              + "<b id='6' x='] and / [@id]'/></cib>");

  private static Element xml(String text) {
    try {
      return Xml.parse(text);
    } catch (XmlException e) {
      throw new IllegalArgumentException(e);
    }
  }

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
        "//b[1], 2 3 5 6",
        "(//b)[2], 3",
        "//a | //c, 1 4",
        "//b[text()='words'], 2",
        "`//b[starts-with(@x, 'i') or count(ancestor::*) = 3]`, 2 3",
        "//b[@id='5']/.., 4",
        "//c/preceding-sibling::*, 1",
        "//b[last()]/following::b, 5 6",
        "//a//b[not(@x)]/ancestor::a, 1",
        "//*[local-name()='c'], 4",
        "id('1'), ``",
      })
  void expressionsLeadInTheOrderOfTheDocument(String path, String ids) throws CibException {
    assertEquals(
        ids,
        CibXPath.parse(path).matches(TREE).stream()
            .map(match -> match.element().id())
            .collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "//",
        "/a/",
        "/a[",
        "/a[@]",
        "/a[@x=]",
        "/a[@x='y]",
        "/a b",
        "/a]",
        "count(//a)",
        "//b/@x",
        "//b/text()",
        "/",
        "nobody()",
        "$unknown",
        "x:b",
        "1 div 0",
        "'text'"
      })
  void whatLeadsToNoElementsIsRefused(String path) {
    CibException refused =
        assertThrows(CibException.class, () -> CibXPath.parse(path).matches(TREE));
    assertTrue(refused.getMessage().contains("'" + path + "'"), refused.getMessage());
  }

  @Test
  void aMatchTellsItsPlace() throws CibException {
    CibXPath.Match match = CibXPath.parse("//b[@id='3']").matches(TREE).getFirst();
    assertEquals("/cib/a[@id='1']/b[@id='2']/b[@id='3']", match.path().toString());
    assertEquals(ImmutableList.of(0, 0, 0), match.indexes());
  }

  @Test
  void attributesAndTextsHaveOwners() throws CibException {
    assertEquals(3, CibXPath.parse("//b/@x").owners(TREE).size());
    assertEquals("2", CibXPath.parse("//text()").owners(TREE).getFirst().element().id());
    assertEquals("cib", CibXPath.parse("/").owners(TREE).getFirst().element().name());
  }

  @Test
  void whatLooksTooFarIsRefused() throws CibException {
    Element.Builder wide = Element.builder("cib");
    for (int i = 0; i < 2000; i++) {
      wide.child(Element.of("n", "id", "n" + i));
    }
    Element tree = wide.build();
    assertEquals(1, CibXPath.parse("//n[@id='n7']").matches(tree).size());
    for (String greedy :
        ImmutableList.of(
            "//n[count(//n[count(//n) > 1]) > 1]", "//n[following::n[preceding::n[@x]]]")) {
      CibXPath path = CibXPath.parse(greedy);
      CibException refused = assertThrows(CibException.class, () -> path.matches(tree));
      assertTrue(refused.getMessage().contains("looks at too much"), refused.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "-"})
  void whatNestsTooDeepIsRefused(String bracket) {
    String text = "/a[" + bracket.repeat(CibXPath.MAX_DEPTH + 1) + "1]";
    assertThrows(CibException.class, () -> CibXPath.parse(text));
    assertThrows(CibException.class, () -> CibXPath.parse("/a".repeat(CibXPath.MAX_LENGTH)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "it's", "\"so\"", "it's \"so\"", "''\"\"'", ""})
  void anyStringCanBeQuoted(String value) throws CibException {
    Element tree = Element.of("cib").plus(Element.of("n", "id", value));
    String path = "//n[@id=" + CibXPath.quoted(value) + "]";
    assertEquals(1, CibXPath.parse(path).matches(tree).size());
  }
}
