package io.systole.cib.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cib.Cib;
import io.systole.cib.CibEditCodec;
import io.systole.cib.CibException;
import io.systole.cib.EditFault;
import io.systole.cib.EditResult;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes of the configuration are refused by the grammar that the CIB asks for. */
final class SchemaGuardTest {

  private static final String VALID =
      "<cib validate-with='pacemaker-3.9' admin_epoch='0' epoch='1' num_updates='0'><configuration>"
          + "<crm_config/><nodes><node id='1' uname='n1'/></nodes><resources><primitive id='p'"
          + " class='lsb' type='x'/></resources><constraints/></configuration></cib>";

  private static EditResult change(String cib, String change) throws XmlException, CibException {
    Cib before = Cib.of(Xml.parse(cib));
    return SchemaGuard.judged(before, CibEditCodec.readChange(Xml.parse(change)).applyTo(before));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <create section='resources'><primitive id='q' class='lsb' type='x' odd='1'/></create> | <primitive id="q"> in <resources>: attribute "odd" not allowed here | pacemaker-3.9 allows here
          <create section='nodes'><nod id='2' uname='n2'/></create> | <nod id="2"> in <nodes>: element "nod" not allowed | pacemaker-3.9 allows here
          <modify section='nodes'><node id='1' type='moon'/></modify> | value of attribute "type" is invalid | pacemaker-3.9 says that it must be equal to "member"
          <modify section=''><cib remote-tls-port='often'/></modify> | value of attribute "remote-tls-port" is invalid | pacemaker-3.9 says that it must be an integer
          <modify section=''><cib validate-with='pacemaker-9.9'/></modify> | there is no schema 'pacemaker-9.9' | set validate-with to one of
          """)
  void whatIsInvalidIsRefusedWithItsPlaceAndWhatWouldBeRight(
      String edit, String reason, String remedy) throws Exception {
    EditResult.Refused refused =
        assertInstanceOf(EditResult.Refused.class, change(VALID, "<change>" + edit + "</change>"));
    assertEquals(EditFault.INVALID, refused.fault());
    assertTrue(refused.reason().contains(reason), refused::toString);
    assertTrue(refused.remedy().contains(remedy), refused::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          <create section='resources'><primitive id='q' class='lsb' type='x'/></create>
          <modify section=''><cib remote-tls-port='9898'/></modify>
          <modify section=''><cib validate-with='none'/></modify>
          <modify section=''><cib validate-with='pacemaker-4.0'/></modify>
          <modify section='status' create='true'><anything goes='there'/></modify>
          <erase/>
          <bump/>
          """)
  void whatIsValidIsNot(String edit) throws Exception {
    assertInstanceOf(EditResult.Applied.class, change(VALID, "<change>" + edit + "</change>"));
  }

  @Test
  void withNoneAnythingGoes() throws Exception {
    String none = VALID.replace("pacemaker-3.9", "none");
    String odd = "<change><create section='nodes'><nod id='2'/></create></change>";
    assertInstanceOf(EditResult.Applied.class, change(none, odd));
    String back = "<modify section=''><cib validate-with='pacemaker-3.9'/></modify></change>";
    EditResult both = change(none, odd.replace("</change>", back));
    assertEquals(EditFault.INVALID, assertInstanceOf(EditResult.Refused.class, both).fault());
  }

  @Test
  void aCibThatHasFaultsMayBeMendedBitByBit() throws Exception {
    String faulty = VALID.replace("</nodes>", "<odd id='a'/><odd id='b'/></nodes>");
    EditResult mended =
        change(faulty, "<change><delete section='nodes'><odd id='a'/></delete></change>");
    Cib rest = assertInstanceOf(EditResult.Applied.class, mended).cib();
    EditResult worse =
        change(
            Xml.write(rest.root()),
            "<change><create section='nodes'><odd id='c'/></create></change>");
    assertInstanceOf(EditResult.Refused.class, worse);
    EditResult other =
        change(
            Xml.write(rest.root()),
            "<change><create section='nodes'><node id='2' uname='n2'/></create></change>");
    assertInstanceOf(EditResult.Applied.class, other);
  }

  @Test
  void moreThanOneFaultIsCounted() throws Exception {
    EditResult.Refused refused =
        assertInstanceOf(
            EditResult.Refused.class,
            change(
                VALID,
                "<change><create section='nodes'><nodes><a id='2'/><b id='3'/></nodes></create>"
                    + "</change>"));
    assertTrue(refused.reason().endsWith("(and 1 more)"), refused::toString);
  }
}
