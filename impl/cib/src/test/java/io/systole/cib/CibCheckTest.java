package io.systole.cib;

import static io.systole.cib.Cibs.configured;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CibCheckTest {

  private static final String DUMMY = " class='ocf' provider='systole' type='Dummy'/>";

  private static final String GOOD =
      """
      <nodes><node id='1' uname='n1'/></nodes>
      <resources>
        <template id='t' class='ocf' provider='systole' type='Dummy'/>
        <primitive id='a' template='t'><operations><op id='a-m' name='monitor' interval='10s'/>
        </operations></primitive>
        <group id='g'><primitive id='b' class='systemd' type='x'/></group>
        <clone id='c'><primitive id='d' class='lsb' type='x'>
          <meta_attributes id='d-m'><nvpair id='d-n' name='x' value='y'/></meta_attributes>
        </primitive></clone>
        <primitive id='f' class='stonith' type='fence_x'>
          <meta_attributes id-ref='d-m'/>
        </primitive>
      </resources>
      <constraints>
        <rsc_location id='l1' rsc='g' node='n1' score='-INFINITY'/>
        <rsc_location id='l2' rsc-pattern='.*' node='n1' score='5'/>
        <rsc_location id='l3' rsc='a'><rule id='r' score='1'/></rsc_location>
        <rsc_order id='o' first='a' then='c'/>
        <rsc_colocation id='k' rsc='a' with-rsc='tagged' score='10'/>
        <rsc_order id='o2'><resource_set id='s'><resource_ref id='a'/><resource_ref id='g'/>
        </resource_set></rsc_order>
      </constraints>
      <tags><tag id='tagged'><obj_ref id='a'/></tag></tags>
      <fencing-topology>
        <fencing-level id='fl' target='n1' index='1' devices='f'/>
      </fencing-topology>
      <acls><acl_target id='joe'><role id='reader'/></acl_target>
        <acl_role id='reader'><acl_permission id='p' kind='read' xpath='/cib'/></acl_role></acls>
      """;

  @Test
  void aGoodConfigurationHasNoFaults() {
    assertEquals(ImmutableList.of(), CibCheck.check(configured(GOOD)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "then='c', then='x', <rsc_order id=\"o\"> in <constraints>: its then 'x' is the id of nothing here",
        "first='a', first='l1', <rsc_order id=\"o\"> in <constraints>: its first 'l1' is a rsc_location",
        "with-rsc='tagged', with-rsc='tagge', 'tagge' is the id of nothing here; did you mean 'tagged'?",
        "rsc='g', rsc='gg', rsc 'gg' is the id of nothing here; did you mean 'g'?",
        "<resource_ref id='g'/>, <resource_ref id='h'/>, 'h' is the id of nothing here",
        "id-ref='d-m', id-ref='d-n', id-ref 'd-n' is a nvpair",
        "template='t', template='u', template 'u' is the id of nothing here",
        "devices='f', `devices='f,g2'`, devices 'g2' is the id of nothing here",
        "<role id='reader'/>, <role id='readr'/>, did you mean 'reader'?",
        "id='o2', id='o', the rsc_order 'o' is there already",
        "uname='n1'/>, />, it has no uname",
        "class='lsb', ``, <primitive id=\"d\"> in <clone id=\"c\"> in <resources>: it has",
        "interval='10s', interval='ten', its interval 'ten' is no time",
        "score='-INFINITY', score='low', its score 'low' is no score",
        "node='n1' score='5', score='5', neither a node nor a rule",
        "target='n1', ``, it has no target",
        "<primitive id='b' class='systemd' type='x'/>, ``, it holds no <primitive>",
      })
  void faultsAreNamed(String good, String bad, String fault) {
    assertTrue(GOOD.contains(good), good);
    ImmutableList<Finding> faults = CibCheck.check(configured(GOOD.replace(good, bad)));
    assertTrue(
        faults.stream().anyMatch(found -> found.toString().contains(fault)),
        () -> fault + " is not among " + faults);
  }

  @Test
  void anOcfAgentNeedsAProvider() {
    String primitive = "<resources><primitive id='a' class='ocf' type='Dummy'/></resources>";
    Finding fault = CibCheck.check(configured(primitive)).getFirst();
    assertTrue(fault.reason().contains("no provider"), fault.reason());
  }

  @Test
  void theLineIsTold() {
    String text = "<constraints>\n<rsc_location id='l' rsc='none' node='n1'/>\n</constraints>";
    Finding fault = CibCheck.check(configured(text)).getFirst();
    assertEquals(2, fault.line());
    assertTrue(
        fault.toString().startsWith("error: line 2, column 1: <rsc_location id=\"l\">"),
        fault.toString());
  }

  @Test
  void cloneHoldsOneResource() {
    String two = "<primitive id='a'" + DUMMY + "<primitive id='b'" + DUMMY;
    ImmutableList<Finding> faults =
        CibCheck.check(configured("<resources><clone id='c'>" + two + "</clone></resources>"));
    assertEquals(1, faults.size());
    assertTrue(faults.getFirst().reason().contains("holds 2"), faults.toString());
  }

  @Test
  void manyFaultsAreToldInPart() {
    StringBuilder many = new StringBuilder("<constraints>");
    for (int i = 0; i < 3000; i++) {
      many.append("<rsc_location id='l").append(i).append("' rsc='x' node='n1'/>");
    }
    assertEquals(CibCheck.MAX_FAULTS, CibCheck.check(configured(many + "</constraints>")).size());
  }
}
