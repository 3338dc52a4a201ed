package io.systole.protocol.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibEdit;
import io.systole.cib.CibException;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CibMessageCodecTest {

  private static final NodeName N1 = new NodeName("n1");
  private static final Epoch FIVE = new Epoch(5, N1);
  private static final CibVersion VERSION = new CibVersion(1, 2, 3);
  private static final Digest DIGEST = new Digest(0x0f3a9c55d2b14e70L, 0x0d4417f5c2a9be61L);

  @Test
  void messagesAreReadAsTheyAreWritten() throws CibException {
    CibSummary summary = new CibSummary(new Epoch(4, N1), VERSION, true, DIGEST);
    for (CibMessage message :
        List.of(
            new CibMessage.SnapshotWanted(FIVE, new ViewId(7, N1), N1, true),
            new CibMessage.Summary(FIVE, false, summary),
            new CibMessage.Snapshot(FIVE, Cib.empty()),
            new CibMessage.Propose(FIVE, 3, CibChange.of(new CibEdit.Bump())),
            new CibMessage.Persisted(FIVE, VERSION, DIGEST))) {
      assertEquals(message, CibMessageCodec.read(CibMessageCodec.write(message)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version  | 1.2   | version of <summary> is three numbers with dots between, but this is '1.2'
          digest   | 0f3a  | digest of <summary> is 32 hexadecimal digits, but this is '0f3a'
          promised | maybe | promised of <summary> is true or false, but this is 'maybe'
          live     | ''    | live of <summary> is true or false, but this is ''
          """)
  void whatIsNoValueIsNamed(String attribute, String value, String reason) {
    CibSummary summary = new CibSummary(FIVE, VERSION, true, DIGEST);
    Element wrong =
        CibMessageCodec.write(new CibMessage.Summary(FIVE, true, summary)).with(attribute, value);
    CibException refused = assertThrows(CibException.class, () -> CibMessageCodec.read(wrong));
    assertTrue(String.valueOf(refused.getMessage()).endsWith(reason), refused::toString);
  }

  @Test
  void anotherMessageAndOneThatHoldsTooMuchAreRefused() {
    Element unknown = Element.of("hello", "epoch", "5", "coordinator", "n1");
    Element two =
        CibMessageCodec.write(new CibMessage.Snapshot(FIVE, Cib.empty())).plus(Element.of("cib"));
    assertTrue(
        String.valueOf(
                assertThrows(CibException.class, () -> CibMessageCodec.read(unknown)).getMessage())
            .endsWith("<hello> is no message of a replica of the CIB"));
    assertTrue(
        String.valueOf(
                assertThrows(CibException.class, () -> CibMessageCodec.read(two)).getMessage())
            .endsWith("<snapshot> holds one element, but this holds 2"));
  }
}
