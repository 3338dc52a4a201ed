package io.systole.tools.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CibFragmentsTest {

  private static final String CIB =
      """
      <cib><configuration><resources>
        <primitive id="a"/>
        <clone id="c"><group id="g"><primitive id="b">
          <meta_attributes id="m"><nvpair id="x" name="target-role" value="Stopped"/></meta_attributes>
        </primitive></group></clone>
      </resources></configuration></cib>
      """;

  private static Element cib() throws XmlException {
    return Xml.parse(CIB);
  }

  @Test
  void findsResourcesAtAnyDepth() throws XmlException {
    assertEquals(List.of("a", "c", "g", "b"), CibFragments.resourceIds(cib()));
    assertTrue(CibFragments.resource(cib(), "m").isEmpty(), "a set of attributes is no resource");
  }

  @Test
  void leadsFromTheTopToTheResource() throws XmlException {
    Element setting = Element.of("meta_attributes", "id", "m");
    assertEquals(
        Optional.of(
            Xml.parse(
                "<clone id='c'><group id='g'><primitive id='b'><meta_attributes id='m'/>"
                    + "</primitive></group></clone>")),
        CibFragments.around(cib(), "b", setting));
    assertEquals(Optional.empty(), CibFragments.around(cib(), "nowhere", setting));
  }

  @Test
  void setsAMetaAttributeWhereItStands() throws XmlException {
    Element b = CibFragments.resource(cib(), "b").orElseThrow();
    assertEquals(
        Xml.parse(
            "<meta_attributes id='m'><nvpair id='x' name='target-role' value='Started'/>"
                + "</meta_attributes>"),
        CibFragments.metaAttribute(b, "target-role", "Started"));
  }

  @Test
  void makesASetWhereThereIsNone() throws XmlException {
    Element a = CibFragments.resource(cib(), "a").orElseThrow();
    assertEquals(
        Xml.parse(
            "<meta_attributes id='a-meta_attributes'><nvpair id='a-meta_attributes-target-role'"
                + " name='target-role' value='Started'/></meta_attributes>"),
        CibFragments.metaAttribute(a, "target-role", "Started"));
  }
}
