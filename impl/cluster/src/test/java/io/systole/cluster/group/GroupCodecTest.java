package io.systole.cluster.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cluster.group.GroupMessage.Announced;
import io.systole.cluster.group.GroupMessage.Joined;
import io.systole.cluster.group.GroupMessage.Left;
import io.systole.cluster.group.GroupMessage.Said;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupCodecTest {

  static Stream<GroupMessage> messages() {
    return Stream.of(
        new Announced(-5, new QuorumClaim(3, false, true), ImmutableSortedMap.of("a", 1L, "b", 2L)),
        new Announced(Long.MAX_VALUE, new QuorumClaim(2, true, false), ImmutableSortedMap.of()),
        new Joined("controller", 3),
        new Left("cib", 4),
        new Said("fencing", 5, Element.builder("m").attribute("a", "<\"é\n").text("ü&").build()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsWrittenIsRead(GroupMessage body) throws Exception {
    NodeMessage message = new NodeMessage(new ViewId(7, new NodeName("node-1")), body);
    assertEquals(message, GroupCodec.decode(GroupCodec.encode(message)));
  }

  private static NodeMessage announced(int votes, int groups) {
    ImmutableSortedMap.Builder<String, Long> in = ImmutableSortedMap.naturalOrder();
    for (long i = 1; i <= groups; i++) {
      in.put("group-" + i, i);
    }
    return new NodeMessage(
        new ViewId(7, new NodeName("node-1")),
        new Announced(1, new QuorumClaim(votes, false, true), in.buildOrThrow()));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "128, 0", "3, 64"})
  void anAnnouncementIsReadUpToItsLimits(int votes, int groups) throws Exception {
    NodeMessage message = announced(votes, groups);
    assertEquals(message, GroupCodec.decode(GroupCodec.encode(message)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "129, 0", "3, 65"})
  void anAnnouncementBeyondItsLimitsIsRefused(int votes, int groups) throws Exception {
    byte[] bytes = GroupCodec.encode(announced(votes, groups));
    assertThrows(GroupCodec.MalformedException.class, () -> GroupCodec.decode(bytes));
  }

  @Test
  void aClusterHasOneTo128Votes() {
    assertEquals(1, QuorumPolicy.majority(1).expectedVotes());
    assertEquals(QuorumPolicy.MAX_VOTES, QuorumPolicy.majority(128).expectedVotes());
    assertThrows(IllegalArgumentException.class, () -> QuorumPolicy.majority(0));
    assertThrows(IllegalArgumentException.class, () -> QuorumPolicy.majority(129));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rubbish",
        "<said",
        "<shout view='1' creator='a'/>",
        "<said view='1' creator='a' group='g' serial='1'/>",
        "<said view='1' creator='a' group='g' serial='1'><m/><m/></said>",
        "<said view='x' creator='a' group='g' serial='1'><m/></said>",
        "<said view='1' creator='' group='g' serial='1'><m/></said>",
        "<said view='1' group='g' serial='1'><m/></said>",
        "<joined view='1' creator='a' serial='1'/>",
        "<left view='1' creator='a' group='g' serial='99999999999999999999'/>",
        "<announced view='1' creator='a' incarnation='1' votes='0' two-node='true'"
            + " released='true'/>",
        "<announced view='1' creator='a' incarnation='1' votes='9999999999' two-node='true'"
            + " released='true'/>",
        "<announced view='1' creator='a' incarnation='1' votes='3' two-node='yes'"
            + " released='true'/>",
        "<announced view='1' creator='a' incarnation='1' votes='3' two-node='true'"
            + " released='true'>"
            + "<in group='g'/></announced>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><joined view='1' creator='a' group='&b;' serial='1'/>",
      })
  void whatIsNoMessageIsRefused(String text) {
    assertThrows(
        GroupCodec.MalformedException.class,
        () -> GroupCodec.decode(text.getBytes(StandardCharsets.UTF_8)));
  }
}
