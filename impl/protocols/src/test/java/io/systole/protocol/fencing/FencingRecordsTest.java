package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What clients are told of operations. */
class FencingRecordsTest {

  private static final NodeName N2 = new NodeName("n2");
  private static final FencingRecord PENDING =
      new FencingRecord(
          new OperationId(3, new NodeName("n1"), 7),
          new Aim(new NodeName("n4"), FencingAction.REBOOT),
          "admin",
          1_700_000_000_999L,
          Optional.empty(),
          Optional.empty());

  @Test
  void pendingOperationIsToldWithoutAnEnd() throws XmlException {
    assertTold(
        "<fenced id='3.7.n1' target='n4' action='reboot' status='pending' client-node='n1'"
            + " client='admin' started='1700000000'/>",
        PENDING);
  }

  @Test
  void successIsToldWithItsExecutorAndEpoch() throws XmlException {
    FencingRecord asked =
        new FencingRecord(
            PENDING.id(),
            PENDING.aim(),
            PENDING.client(),
            PENDING.startedMillis(),
            Optional.of(new Epoch(12, N2)),
            Optional.empty());
    assertTold(
        "<fenced id='3.7.n1' target='n4' action='reboot' status='ok' client-node='n1'"
            + " client='admin' started='1700000000' epoch='12' coordinator='n2' reason=''"
            + " executor='n2' finished='1700000061'/>",
        asked.concluded(
            new Conclusion(FencingStatus.SUCCEEDED, Optional.of(N2), "", 1_700_000_061_001L)));
  }

  @Test
  void failureIsToldWithItsReason() throws XmlException {
    assertTold(
        "<fenced id='3.7.n1' target='n4' action='reboot' status='failed' client-node='n1'"
            + " client='admin' started='1700000000' reason='no device' finished='1700000002'/>",
        PENDING.concluded(
            new Conclusion(
                FencingStatus.FAILED, Optional.empty(), "no device", 1_700_000_002_000L)));
  }

  @Test
  void lostOperationCountsAsFailed() throws XmlException {
    assertTold(
        "<fenced id='3.7.n1' target='n4' action='reboot' status='failed' client-node='n1'"
            + " client='admin' started='1700000000' finished='1700000009' reason='originator lost:"
            + " the fencer of n1 left before it told a result'/>",
        PENDING.concluded(FencingHistory.lost(PENDING.id().originator(), 1_700_000_009_500L)));
  }

  private static void assertTold(String expected, FencingRecord record) throws XmlException {
    assertEquals(Xml.parse(expected), FencingRecords.told(record));
  }
}
