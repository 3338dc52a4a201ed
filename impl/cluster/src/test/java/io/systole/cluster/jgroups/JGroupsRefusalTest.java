package io.systole.cluster.jgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.Recorder;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.xml.Element;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is not taken into a cluster, and what the administrator is told. */
final class JGroupsRefusalTest {

  private static final byte[] OTHER_KEY = new byte[32];

  static {
    Arrays.fill(OTHER_KEY, (byte) 7);
  }

  @Test
  void aNodeWithAnotherKeyIsRefusedAndTheOthersGoOn() throws Exception {
    try (JGroupsHarness cluster =
        new JGroupsHarness(QuorumPolicy.majority(2), List.of("a", "b", "c"))) {
      Recorder heard = new Recorder();
      ClusterEngine a = cluster.start("a");
      ClusterEngine.Group group = a.join("controller", heard);
      EngineException refused =
          assertThrows(
              EngineException.class,
              () -> JGroupsEngine.open(cluster.options("b", ClusterKey.of(OTHER_KEY))));
      assertTrue(refused.toString().contains("another cluster key"), refused.toString());
      assertTrue(refused.toString().contains("key-file"), refused.toString());
      cluster.start("c").join("controller", new Recorder());
      cluster.await("a and c", () -> heard.hasMembers("a", "c"));
      assertTrue(heard.views().stream().noneMatch(view -> view.toString().contains("value=b")));
      group.close();
    }
  }

  @Test
  void aSecondNodeOfOneNameIsRefusedAndTheFirstStays() throws Exception {
    try (JGroupsHarness cluster =
        new JGroupsHarness(QuorumPolicy.majority(2), List.of("a", "b", "c"))) {
      Recorder heard = new Recorder();
      cluster.start("a").join("controller", heard);
      Recorder atB = new Recorder();
      ClusterEngine.Group first = cluster.start("b").join("controller", atB);
      cluster.await("a and b", () -> heard.hasMembers("a", "b"));
      EngineException refused =
          assertThrows(EngineException.class, () -> cluster.startAt("c", "b"));
      assertTrue(refused.toString().contains("a node of this name is there"), refused.toString());
      // What is said while the refused one leaves belongs to a view that ends, and may end with it.
      cluster.await(
          "b's message",
          () -> {
            first.multicast(Element.of("m", "n", "1"));
            return heard.texts().contains("b:1");
          });
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (JGroupsHarness cluster = new JGroupsHarness(QuorumPolicy.majority(1), List.of("a"))) {
      cluster.start("a");
      EngineException refused = assertThrows(EngineException.class, () -> cluster.start("a"));
      assertTrue(
          refused.toString().contains("check the member's address and port"), refused::toString);
    }
  }

  @Test
  void aKeyThatEveryoneCanReadIsRefused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cluster.key");
    Files.write(file, OTHER_KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    EngineException refused = assertThrows(EngineException.class, () -> ClusterKey.read(file));
    assertTrue(refused.toString().contains("chmod o-r"), refused.toString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    byte[] salt = new byte[SealHeader.SALT_BYTES];
    assertEquals(
        ClusterKey.of(OTHER_KEY).session("demo", salt),
        ClusterKey.read(file).session("demo", salt));
  }

  @Test
  void aShortOrAbsentKeyIsRefused(@TempDir Path folder) {
    assertThrows(EngineException.class, () -> ClusterKey.of(new byte[15]));
    EngineException absent =
        assertThrows(EngineException.class, () -> ClusterKey.read(folder.resolve("none")));
    assertTrue(absent.toString().contains("dd if=/dev/urandom"), absent.toString());
  }
}
