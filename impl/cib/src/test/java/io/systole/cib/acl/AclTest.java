package io.systole.cib.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibEditCodec;
import io.systole.cib.CibException;
import io.systole.cib.EditFault;
import io.systole.cib.EditResult;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AclTest {

  private static final String CIB =
      """
      <cib epoch='1'><configuration>
        <crm_config><cluster_property_set id='o'><nvpair id='oe' name='enable-acl' value='true'/>
        </cluster_property_set></crm_config>
        <nodes><node id='1' uname='n1'/></nodes>
        <resources>
          <primitive id='web' class='ocf' provider='x' type='y'>
            <meta_attributes id='web-m'><nvpair id='web-role' name='target-role' value='Started'/>
            </meta_attributes>
            <instance_attributes id='web-i'><nvpair id='web-pw' name='password' value='secret'/>
            </instance_attributes>
          </primitive>
          <primitive id='db' class='ocf' provider='x' type='y'/>
        </resources>
        <acls>
          <acl_target id='anna'><role id='operator'/></acl_target>
          <acl_target id='u7' name='carl'><role id='operator'/></acl_target>
          <acl_group id='crew'><role id='reader'/></acl_group>
          <acl_role id='operator'>
            <acl_permission id='p1' kind='read' xpath='/cib'/>
            <acl_permission id='p2' kind='write' xpath="//nvpair[@name='target-role']"/>
            <acl_permission id='p3' kind='write' object-type='meta_attributes'/>
            <acl_permission id='p4' kind='deny' reference='web-pw'/>
          </acl_role>
          <acl_role id='reader'><acl_permission id='p5' kind='read' reference='web-role'/></acl_role>
        </acls>
      </configuration></cib>
      """;

  private static Cib cib() {
    try {
      return Cib.of(Xml.parse(CIB));
    } catch (XmlException | CibException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final CibUser ANNA = CibUser.of("anna", ImmutableList.of());
  private static final CibUser BEN = CibUser.of("ben", ImmutableList.of("crew"));

  private static String seen(CibUser user) {
    Cib cib = cib();
    return Acl.of(cib, user).orElseThrow().visible(cib.root()).map(Xml::write).orElse("");
  }

  @Test
  void whatIsDeniedWithinWhatMayBeReadIsNotSeen() {
    String seen = seen(ANNA);
    assertTrue(seen.contains("id=\"web-i\""), seen);
    assertFalse(seen.contains("secret") || seen.contains("nvpair id=\"web-pw\""), seen);
  }

  @Test
  void whatMayBeReadStandsInNamesAndIdsAlone() {
    assertEquals(
        "<cib><configuration><resources><primitive id=\"web\"><meta_attributes id=\"web-m\">"
            + "<nvpair id=\"web-role\" name=\"target-role\" value=\"Started\"/></meta_attributes>"
            + "</primitive></resources></configuration></cib>",
        seen(BEN));
  }

  @Test
  void aTargetMayHaveANameBesideItsId() {
    assertEquals(seen(ANNA), seen(CibUser.of("carl", ImmutableList.of())));
    assertEquals("", seen(CibUser.of("u7", ImmutableList.of())));
  }

  @Test
  void noListAppliesWhileTheyAreOff() throws Exception {
    Cib off = Cib.of(Xml.parse(CIB.replace("value='true'", "value='false'")));
    assertTrue(Acl.of(off, ANNA).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <modify><nvpair id='web-role' value='Stopped'/></modify>                 | done
          <modify create='true'><primitive id='db'><meta_attributes id='db-m'><nvpair id='db-r' name='target-role' value='Stopped'/></meta_attributes></primitive></modify> | done
          <modify><nvpair id='web-pw' value='mine'/></modify>                      | MISSING
          <delete xpath="//nvpair[@id='web-pw']"/>                                 | DENIED
          <delete section='resources'><primitive id='db'/></delete>                | DENIED
          <delete xpath="//nvpair[@id='web-role']"/>                               | INVALID
          <modify><primitive id='db' type='z'/></modify>                           | DENIED
          <modify><nvpair id='oe' value='false'/></modify>                         | DENIED
          <create section='resources'><primitive id='own' class='lsb' type='x'/></create> | DENIED
          <create section='resources'><primitive id='db' class='lsb' type='x'/></create> | EXISTS
          <modify><nvpair id='web-role' value='Stopped'/></modify><modify><nvpair id='oe' value='no'/></modify> | DENIED
          <replace section='acls'><acls/></replace>                                | DENIED
          <erase/>                                                                 | DENIED
          <bump/>                                                                  | DENIED
          <modify><nvpair id='web-role' value='Started'/></modify>                 | done
          <bump/><modify><nvpair id='web-role' value='Stopped'/></modify>          | done
          """)
  void aChangeIsMadeWholeOrNotAtAll(String edits, String outcome) throws Exception {
    CibChange change =
        CibEditCodec.readChange(
            Xml.parse("<change>" + edits.replace("<modify>", "<modify section=''>") + "</change>"));
    EditResult result = change.by(Optional.of(ANNA)).applyTo(cib());
    if (outcome.equals("done")) {
      assertInstanceOf(EditResult.Applied.class, result, result::toString);
    } else {
      EditResult.Refused refused = assertInstanceOf(EditResult.Refused.class, result);
      assertEquals(EditFault.valueOf(outcome), refused.fault(), refused::toString);
      assertFalse(refused.toString().contains("web-pw' value"), refused::toString);
    }
    assertInstanceOf(
        EditResult.class, change.by(Optional.empty()).applyTo(cib()), "the free are not asked");
  }

  @Test
  void aListThatCannotBeFollowedAllowsNothingAndDeniesAll() throws Exception {
    Cib broken = Cib.of(Xml.parse(CIB.replace("reference='web-pw'", "xpath='//[['")));
    assertEquals(
        Optional.empty(),
        Acl.of(broken, ANNA).orElseThrow().visible(broken.root()).filter(e -> e.has("epoch")));
    Cib vain = Cib.of(Xml.parse(CIB.replace("xpath='/cib'", "xpath='//[['")));
    Element visible = Acl.of(vain, ANNA).orElseThrow().visible(vain.root()).orElseThrow();
    assertFalse(Xml.write(visible).contains("n1"));
  }
}
