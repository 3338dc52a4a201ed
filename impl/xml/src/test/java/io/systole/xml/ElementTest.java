package io.systole.xml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ElementTest {

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadBack(@ForAll("trees") Element tree) throws XmlException {
    Element read = Xml.parse(Xml.write(tree));
    assertEquals(tree, read);
    assertEquals(tree.digest(), read.digest());
    assertEquals(Xml.write(tree), Xml.write(read));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenForPeopleIsReadBack(@ForAll("trees") Element tree) throws XmlException {
    assertEquals(tree, Xml.parse(Xml.writeIndented(tree)));
  }

  @Provide
  Arbitrary<Element> trees() {
    return tree(3);
  }

  private static Arbitrary<Element> tree(int depth) {
    Arbitrary<String> names = Arbitraries.of("node", "primitive", "nv-pair", "a_b", "\u00e9l");
    // Any characters at all, those included that can't stand in XML.
    Arbitrary<String> values = Arbitraries.strings().ofMaxLength(12);
    Arbitrary<ImmutableList<Element>> children =
        depth == 0
            ? Arbitraries.just(ImmutableList.of())
            : tree(depth - 1).list().ofMaxSize(3).map(ImmutableList::copyOf);
    return names.flatMap(name ->
        Arbitraries.maps(Arbitraries.of("id", "name", "value", "x"), values)
            .ofMaxSize(3)
            .flatMap(attributes ->
                values.flatMap(text ->
                    children.map(below ->
                        Element.builder(name)
                            .attributes(attributes)
                            .text(text)
                            .children(below)
                            .build()))));
  }

  @Test
  void theOrderOfAttributesDoesNotCount() {
    Element one = Element.of("a", "b", "1", "c", "2");
    Element other = Element.of("a", "c", "2", "b", "1");
    assertEquals(one, other);
    assertEquals(one.digest(), other.digest());
    assertEquals(one.hashCode(), other.hashCode());
  }

  @Test
  void theOrderOfChildrenCounts() {
    Element b = Element.of("b");
    Element c = Element.of("c");
    assertNotEquals(Element.of("a").plus(b).plus(c), Element.of("a").plus(c).plus(b));
  }

  @Test
  void neighboursDoNotRunTogetherInTheDigest() {
    assertNotEquals(Element.of("a", "b", "cd").digest(), Element.of("a", "bc", "d").digest());
    assertNotEquals(
        Element.of("a").plus(Element.of("b")).digest(),
        Element.builder("a").text("b").build().digest());
  }

  @Test
  void anEditSharesWhatItDoesNotTouch() {
    Element left = Element.of("left").plus(Element.of("deep"));
    Element root = Element.of("root").plus(left).plus(Element.of("right"));
    Element edited = root.withChild(1, Element.of("right", "x", "1"));
    assertSame(left, edited.children().getFirst());
    assertEquals(Optional.empty(), root.children().get(1).attribute("x"));
  }

  @Test
  void anEditThatChangesNothingIsTheSameElement() {
    Element element = Element.of("a", "b", "1");
    assertSame(element, element.with("b", "1"));
    assertSame(element, element.without("c"));
    assertSame(element, element.withoutChildren(child -> child.is("none")));
  }

  @Test
  void attributesAreAMapThatNobodyChanges() throws XmlException {
    for (int count : new int[] {0, 1, 4, 5, 8, 9, 40}) {
      Map<String, String> expected = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        expected.put("n" + i, "v" + i);
      }
      Element made = Element.builder("a").attributes(expected).build();
      Element parsed = Xml.parse(made.toString());
      for (Element element : List.of(made, parsed)) {
        Map<String, String> attributes = element.attributes();
        assertEquals(expected, attributes);
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(attributes.keySet()));
        assertEquals(count, attributes.size());
        assertEquals(Optional.empty(), element.attribute("n" + count));
        assertFalse(attributes.containsKey("n" + count));
        assertTrue(attributes.entrySet().containsAll(expected.entrySet()));
        assertFalse(attributes.entrySet().contains(Map.entry("n0", "other")));
        expected.forEach((name, value) -> assertEquals(value, element.attribute(name, "")));
        assertThrows(UnsupportedOperationException.class, () -> attributes.put("n", "v"));
      }
    }
  }

  @Test
  void anAttributeThatIsSetAgainKeepsItsPlace() {
    Element element = Element.of("a", "x", "1", "y", "2", "z", "3");
    assertEquals("<a x=\"1\" y=\"4\" z=\"3\"/>", element.with("y", "4").toString());
    assertEquals(
        "<a x=\"1\" y=\"5\" z=\"3\"/>", element.toBuilder().attribute("y", "5").build().toString());
    assertEquals("<a x=\"1\" z=\"3\"/>", element.without("y").toString());
    assertEquals("<a x=\"1\" y=\"2\" z=\"3\"/>", element.toString());
  }

  @Test
  void textAroundChildrenIsOneText() throws XmlException {
    Element element = Xml.parse("<a> <b/>one<b/> two<![CDATA[ & three]]></a>");
    assertEquals(" one two & three", element.text());
  }

  @Test
  void whiteSpaceBetweenElementsSaysNothing() throws XmlException {
    assertEquals(
        Xml.parse("<a><b/></a>").digest(), Xml.parse("<a>\n  <b></b>\t<!-- c --></a>").digest());
  }

  @Test
  void lineBreaksInAttributesSurvive() throws XmlException {
    Element script = Element.of("nvpair", "value", "one\ntwo\tthree\r");
    assertEquals("one\ntwo\tthree\r", Xml.parse(Xml.write(script)).attribute("value", ""));
  }

  @Test
  void whatCannotStandInXmlIsReplacedAtOnce() {
    assertEquals("a\uFFFDb", Element.of("x", "v", "a\u0000b").attribute("v", ""));
    assertEquals("\uFFFD", Element.of("x", "v", "\uD800").attribute("v", ""));
    String smile = "\uD83D\uDE00";
    assertEquals(smile, Element.of("x", "v", smile).attribute("v", ""));
  }

  @Test
  void theLineIsKnownButDoesNotCount() throws XmlException {
    Element parsed = Xml.parse("<?xml version='1.0'?>\n<a>\n\n  <b/></a>");
    assertEquals(4, parsed.children().getFirst().line());
    assertEquals(parsed, Element.of("a").plus(Element.of("b")));
  }

  @Test
  void aDigestIsReadBack() {
    Digest digest = Element.of("a").digest();
    assertEquals(Optional.of(digest), Digest.parse(digest.toString()));
    assertEquals(Optional.empty(), Digest.parse("0123"));
    assertEquals(Optional.empty(), Digest.parse("g".repeat(32)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 33, 64, 1024, 1025, 40_000})
  void aChildOfManyIsChangedAsOfFew(int count) {
    Element.Builder builder = Element.builder("wide");
    for (int i = 0; i < count; i++) {
      builder.child(Element.of("n", "id", "n" + i));
    }
    Element wide = builder.build();
    Digest before = wide.digest();
    assertEquals(2, wide.height());
    for (int place : new int[] {0, count / 2, count - 1}) {
      Element child = Element.of("n", "id", "n" + place, "value", "x").plus(Element.of("deep"));
      Element changed = wide.withChild(place, child);
      Element made = Element.of("wide").withChildren(changed.children());
      assertEquals(made.digest(), changed.digest());
      assertNotEquals(before, changed.digest());
      assertEquals(3, changed.height());
      assertEquals(place, changed.indexOf("n", "n" + place));
      assertEquals(-1, changed.indexOf("m", "n" + place));
      assertEquals(place, changed.indexOfOnly("n", "n" + place));
      assertEquals(ImmutableList.of(place), wide.differingChildren(changed));
      assertEquals(ImmutableList.of(), changed.differingChildren(made));
      assertEquals(-1, changed.plus(child).indexOfOnly("n", "n" + place));
      assertEquals(place, changed.plus(child).indexOf("n", "n" + place));
      assertEquals(-1, changed.indexOfOnly("m", "n" + place));
      assertEquals(before, changed.withChild(place, wide.children().get(place)).digest());
      assertEquals(2, changed.withChild(place, wide.children().get(place)).height());
      Element renamed = changed.withChild(place, Element.of("m", "id", "other"));
      assertEquals(-1, renamed.indexOf("n", "n" + place));
      assertEquals(place, renamed.indexOf("m", "other"));
    }
    assertEquals(count, wide.plus(Element.of("n", "id", "last")).indexOf("n", "last"));
    assertEquals(before, wide.with("x", "y").without("x").digest());
  }
}
