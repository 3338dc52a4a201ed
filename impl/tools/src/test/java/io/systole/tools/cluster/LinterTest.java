package io.systole.tools.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cluster.corosync.CorosyncConf;
import io.systole.kernel.NodeName;
import io.systole.tools.ToolException;
import io.systole.tools.cluster.Finding.Weight;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is without fault, and what is faulty is found. */
final class LinterTest {

  private static final String DEVICE =
      "<primitive id='st' class='stonith' type='fence_x'><instance_attributes id='a'>"
          + "<nvpair id='d' name='pcmk_delay_base' value='2s'/></instance_attributes></primitive>";

  private static Setup setup(String nodes) throws ToolException {
    return new Setup("shop", new NodeName("a"), Setup.places(nodes), 1000);
  }

  @Test
  void theExampleOfAPackageIsToldFromAClustersFile() throws Exception {
    String example =
        """
        totem {
        \tversion: 2
        \tcluster_name: debian
        }
        nodelist {
        \tnode {
        \t\tname: node1
        \t\tnodeid: 1
        \t\tring0_addr: 127.0.0.1
        \t}
        }
        """;
    assertTrue(Setup.isExample(example.getBytes(StandardCharsets.UTF_8)));
    assertFalse(
        Setup.isExample(setup("a=10.0.0.1").corosyncConf().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatSetupWritesIsWithoutFault() throws Exception {
    String conf = setup("a=10.0.0.1+10.1.0.1,b=10.0.0.2+10.1.0.2").corosyncConf();
    ImmutableList<Finding> findings = check(conf, cib("", DEVICE));
    assertTrue(findings.stream().allMatch(f -> f.weight() == Weight.NOTE), findings.toString());
    assertTrue(findings.toString().contains("noticed after 1.0 s"), findings.toString());
    assertEquals(2, CorosyncConf.parse(conf).nodes().get(1).addresses().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          two_node: 1            | quorum_off: 1        | WARNING | neither goes on alone
          crypto_cipher: aes256  | crypto_cipher: none  | WARNING | not encrypted
          token: 1000            | token: 200           | WARNING | takes a busy node
          token: 1000            | token: 20000         | WARNING | makes failovers slow
          name: b                | comment: b           | ERROR   | has no name
          ring0_addr: 10.0.0.2   | ring0_addr: nowhere  | ERROR   | 'nowhere' of node b is not known
          provider: corosync_votequorum | off: 1        | ERROR   | has no quorum
          """)
  void faultsOfTheFileAreFound(String good, String bad, Weight weight, String words)
      throws Exception {
    String conf = setup("a=10.0.0.1,b=10.0.0.2").corosyncConf();
    assertTrue(conf.contains(good), conf);
    assertFound(check(conf.replace(good, bad), cib("", DEVICE)), weight, words);
  }

  @Test
  void faultsOfFencingAreFound() throws Exception {
    String conf = setup("a=10.0.0.1,b=10.0.0.2").corosyncConf();
    assertFound(check(conf, cib("", "")), Weight.ERROR, "no fence device");
    String off = "<nvpair id='x' name='stonith-enabled' value='false'/>";
    assertFound(check(conf, cib(off, DEVICE)), Weight.ERROR, "fencing is off");
    String equal = DEVICE.replace("pcmk_delay_base", "ip");
    assertFound(check(conf, cib("", equal)), Weight.WARNING, "both may go down");
  }

  @Test
  void optionsThatHaveNoEffectAreTold() throws Exception {
    String conf = setup("a=10.0.0.1,b=10.0.0.2").corosyncConf();
    String set = "<nvpair id='x' name='stonith-watchdog-timeout' value='10s'/>";
    assertFound(
        check(conf, cib(set, DEVICE)), Weight.NOTE, "fencing-watchdog-timeout is set and has no");
    String obeyed = "<nvpair id='x' name='dc-deadtime' value='10s'/>";
    assertFalse(check(conf, cib(obeyed, DEVICE)).toString().contains("no effect"));
  }

  @Test
  void whatIsNoNodeIsRefused() {
    assertThrows(ToolException.class, () -> Setup.places("a"));
    assertThrows(ToolException.class, () -> Setup.places("a=1,a=2"));
    assertThrows(ToolException.class, () -> Setup.places("a=1+2,b=3"));
  }

  private static void assertFound(ImmutableList<Finding> findings, Weight weight, String words) {
    assertTrue(
        findings.stream().anyMatch(f -> f.weight() == weight && f.what().contains(words)),
        findings.toString());
  }

  private static ImmutableList<Finding> check(String conf, Element cib) throws Exception {
    return Linter.check(
        CorosyncConf.parse(conf), Optional.of(cib), address -> !address.equals("nowhere"));
  }

  private static Element cib(String options, String resources) throws Exception {
    String text =
        "<cib><configuration><crm_config><cluster_property_set id='o'>"
            + options
            + "</cluster_property_set></crm_config><resources>"
            + resources
            + "</resources></configuration></cib>";
    return Xml.parse(text.getBytes(StandardCharsets.UTF_8), XmlLimits.MESSAGE);
  }
}
