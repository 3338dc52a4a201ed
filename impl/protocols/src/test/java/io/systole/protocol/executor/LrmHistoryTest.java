package io.systole.protocol.executor;

import static io.systole.protocol.executor.Samples.FAILED;
import static io.systole.protocol.executor.Samples.NODE;
import static io.systole.protocol.executor.Samples.OK;
import static io.systole.protocol.executor.Samples.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import org.junit.jupiter.api.Test;

final class LrmHistoryTest {

  private static final Entry.Times TIMES = new Entry.Times(1_700_000_000_999L, 3, 25);

  /** Three digests that stand in the field's own documents a thousand times. */
  @Test
  void digestsAreTheFields() {
    assertEquals(
        "f2317cad3d54cec5d7d7aa7d0bf35cf8",
        LrmHistory.digest(ImmutableMap.of("CRM_meta_timeout", "20000"), false));
    assertEquals(
        "4811cef7f7f94e3a35a70be7916cb2fd",
        LrmHistory.digest(
            ImmutableMap.of(
                "CRM_meta_timeout", "20000", "CRM_meta_interval", "60000", "CRM_meta_name", "m"),
            true));
    assertEquals(
        "80d65e732769bda3b1e99939778c0976",
        LrmHistory.digest(ImmutableMap.of("op_sleep", "10", "CRM_meta_timeout", "20000"), false));
  }

  @Test
  void aGoodResultLeavesOneEntry() {
    Entry entry = new Entry(7, order(3, "a", OperationKey.once("start")), OK, TIMES);
    assertEquals(
        "<lrm_resource id=\"a\" class=\"ocf\" provider=\"systole\" type=\"Dummy\">"
            + "<lrm_rsc_op id=\"a_last_0\" operation_key=\"a_start_0\" operation=\"start\""
            + " crm_feature_set=\"3.20.5\" transition-key=\"3:1:0:c0ffee\""
            + " transition-magic=\"0:0;3:1:0:c0ffee\" exit-reason=\"\" on_node=\"node1\""
            + " call-id=\"7\" rc-code=\"0\" op-status=\"0\" interval=\"0\""
            + " last-rc-change=\"1700000000\" exec-time=\"25\" queue-time=\"3\""
            + " op-digest=\""
            + LrmHistory.digest(entry.order())
            + "\"/></lrm_resource>",
        LrmHistory.result(entry, NODE).toString());
  }

  @Test
  void aFailureIsAlsoRememberedAsSuch() {
    Entry once = new Entry(7, order(3, "a", OperationKey.once("start")), FAILED, TIMES);
    assertEquals("[a_last_failure_0, a_last_0]", ids(LrmHistory.result(once, NODE)));
    Entry monitor = new Entry(8, order(4, "a", new OperationKey("monitor", 5)), FAILED, TIMES);
    assertEquals("[a_last_failure_0]", ids(LrmHistory.result(monitor, NODE)));
    Entry good = new Entry(8, order(4, "a", new OperationKey("monitor", 5)), OK, TIMES);
    assertEquals("[a_monitor_5]", ids(LrmHistory.result(good, NODE)));
  }

  @Test
  void whatNeverRanLeavesNothing() {
    Entry entry =
        new Entry(7, order(3, "a", OperationKey.once("start")), Outcome.SUPERSEDED, TIMES);
    assertEquals("[]", ids(LrmHistory.result(entry, NODE)));
    Entry told = new Entry(7, order(3, "a", OperationKey.once("notify")), OK, TIMES);
    assertEquals("[]", ids(LrmHistory.result(told, NODE)));
  }

  private static String ids(Element resource) {
    return resource.children().stream().map(Element::id).toList().toString();
  }

  @Test
  void anOrderIsReadFromAGraph() throws XmlException {
    Order order =
        Order.parse(
            Xml.parse(
                """
                <rsc_op id="7" operation="monitor" operation_key="web_monitor_10000"
                    on_node="n1" transition-key="7:3:0:abc">
                  <primitive id="web" long-id="g:web" class="ocf" provider="systole" type="H"/>
                  <attributes CRM_meta_interval="10000" CRM_meta_timeout="3000" port="80"/>
                </rsc_op>
                """));
    assertEquals("web", order.resource());
    assertEquals("ocf:systole:H", order.agent().toString());
    assertEquals("monitor_10000", order.operation().toString());
    assertEquals(3000, order.timeoutMillis());
    assertEquals("80", order.parameters().get("port"));
  }

  @Test
  void anOrderThatIsNotUnderstoodSaysWhy() {
    assertWrong("<rsc_op operation='start' transition-key='1:1:0:x'/>", "has no <primitive>");
    assertWrong(
        "<rsc_op operation='start'><primitive id='a' class='ocf' type='T'/></rsc_op>",
        "has no transition-key");
    assertWrong(
        "<rsc_op operation='start' transition-key='zero'>"
            + "<primitive id='a' class='ocf' type='T'/></rsc_op>",
        "has the transition-key 'zero'");
    assertWrong(
        "<rsc_op operation='start' transition-key='1:1:0:x'>"
            + "<primitive id='a' class='ocf' type='T'/>"
            + "<attributes CRM_meta_timeout='soon'/></rsc_op>",
        "CRM_meta_timeout='soon'");
  }

  private static void assertWrong(String document, String reason) {
    XmlException e = assertThrows(XmlException.class, () -> Order.parse(Xml.parse(document)));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }
}
