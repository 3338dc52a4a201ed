package io.systole.cluster.corosync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading corosync.conf. */
final class CorosyncConfTest {

  private static final String THREE =
      """
      # made by hand
      totem {
        version: 2
        token: 1000
        interface {
          linknumber: 0
        }
      }
      quorum {
        provider: corosync_votequorum
      }
      nodelist {
        node {
          name: a
          nodeid: 1
          ring0_addr: 10.0.0.1
          ring1_addr: 10.1.0.1
        }
        node {
          nodeid: 2
          ring0_addr: b.example.com
        }
        node {
          name: c
          nodeid: 7
          ring0_addr: fd00::7
        }
      }
      """;

  @Test
  void nodesAreReadInOrder() throws Exception {
    ImmutableList<CorosyncConf.Node> nodes = CorosyncConf.parse(THREE).nodes();
    assertEquals(
        new CorosyncConf.Node(Optional.of("a"), 1, ImmutableList.of("10.0.0.1", "10.1.0.1")),
        nodes.get(0));
    assertEquals(
        new CorosyncConf.Node(Optional.empty(), 2, ImmutableList.of("b.example.com")),
        nodes.get(1));
    assertEquals("fd00::7", nodes.get(2).addresses().getFirst());
  }

  @Test
  void theTokenGrowsWithTheNodesAboveTwo() throws Exception {
    assertEquals(1650, CorosyncConf.parse(THREE).tokenMillis());
    assertEquals(1980, CorosyncConf.parse(THREE).consensusMillis());
    String fixed = THREE.replace("token: 1000", "token: 1000\n  token_coefficient: 0");
    assertEquals(1000, CorosyncConf.parse(fixed).tokenMillis());
    assertEquals(3000, CorosyncConf.parse("totem {\n}\n").tokenMillis());
  }

  @Test
  void twoNodesSayThatTheyAre() throws Exception {
    assertFalse(CorosyncConf.parse(THREE).twoNode());
    assertTrue(CorosyncConf.parse("quorum {\n two_node: 1\n}").twoNode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          totem {                                | the section totem has no end
          nonsense                               | line 1 is 'nonsense'
          nodelist {;node {;name: a;};}          | no nodeid
          nodelist {;node {;nodeid: 0;};}        | no nodeid
          totem {;token: soon;}                  | token is 'soon'
          nodelist {;node {;nodeid: 1;name: a b;};} | node 1
          """)
  void whatIsWrongIsNamed(String text, String named) {
    CorosyncConf.MalformedException refused =
        assertThrows(
            CorosyncConf.MalformedException.class,
            () -> {
              CorosyncConf conf = CorosyncConf.parse(text.replace(';', '\n'));
              conf.nodes();
              conf.tokenMillis();
            });
    assertTrue(String.valueOf(refused.getMessage()).contains(named), refused.toString());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    CorosyncConf.MalformedException refused =
        assertThrows(
            CorosyncConf.MalformedException.class,
            () -> CorosyncConf.read(Path.of("/nowhere/corosync.conf")));
    assertTrue(String.valueOf(refused.getMessage()).contains("/nowhere/corosync.conf"));
  }
}
