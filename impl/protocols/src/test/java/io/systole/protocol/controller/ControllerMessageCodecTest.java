package io.systole.protocol.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import io.systole.protocol.election.Round;
import io.systole.protocol.election.Vote;
import io.systole.protocol.join.HeldCib;
import io.systole.protocol.join.JoinMessage;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerMessageCodecTest {

  private static final NodeName A = new NodeName("a");
  private static final Epoch EPOCH = new Epoch(7, A);
  private static final ImmutableSortedSet<NodeName> BOTH =
      ImmutableSortedSet.of(A, new NodeName("b"));
  private static final TransitionKey KEY = new TransitionKey(3, 12, 7, "run-a");

  static Stream<ControllerMessage> messages() {
    HeldCib held =
        new HeldCib(
            new CibSummary(EPOCH, new CibVersion(1, 2, 3), true, Cib.empty().digest()),
            new ViewId(4, A));
    return Stream.of(
        new ControllerMessage.ElectionSaid(new Vote(new Round(new ViewId(3, A), 2), EPOCH)),
        new ControllerMessage.JoinSaid(new JoinMessage.JoinAnnounce(EPOCH)),
        new ControllerMessage.JoinSaid(new JoinMessage.JoinOffer(EPOCH, BOTH)),
        new ControllerMessage.JoinSaid(new JoinMessage.JoinRequest(EPOCH, held, 1)),
        new ControllerMessage.JoinSaid(new JoinMessage.JoinAck(EPOCH, BOTH)),
        new ControllerMessage.JoinSaid(new JoinMessage.JoinNack(EPOCH, A, "why \"not\"")),
        new ControllerMessage.JoinSaid(new JoinMessage.JoinConfirm(EPOCH)),
        new ControllerMessage.OperationOrdered(
            EPOCH, A, KEY, TestCluster.operation(3, "web", "start", 1, "CRM_meta_timeout", "1")),
        new ControllerMessage.OrderEnded(EPOCH, KEY, -1),
        new ControllerMessage.ShutdownOrdered(EPOCH, A));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageIsReadAsItWasWritten(ControllerMessage message) throws XmlException {
    Element sent = Xml.parse(Xml.write(ControllerMessageCodec.encode(message)));
    assertEquals(message, ControllerMessageCodec.decode(sent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<unknown/>",
        "<vote/>",
        "<join-offer epoch='x' coordinator='a'/>",
        "<join-offer epoch='-1' coordinator='a'/>",
        "<join-confirm epoch='1' coordinator=''/>",
        "<order epoch='1' coordinator='a' to='b' key='1:2:3:u'/>",
        "<order-ended epoch='1' coordinator='a' key='none' rc='0'/>"
      })
  void whatIsNoMessageIsRefused(String xml) throws XmlException {
    Element element = Xml.parse(xml);
    assertThrows(IllegalArgumentException.class, () -> ControllerMessageCodec.decode(element));
  }
}
