package io.systole.protocol.fencing;

import io.systole.cib.EpochCodec;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Needed;
import java.util.Locale;
import java.util.Optional;

/** Records of operations as XML: exactly between fencers, and as clients are told of them. */
public final class FencingRecords {

  private FencingRecords() {}

  /**
   * What a client is told, in answers, events and histories: {@code <fenced id="" target=""
   * action="" status="ok|failed|pending" reason="" executor="" client-node="" client="" started=""
   * finished="" epoch="" coordinator=""/>}, times in seconds since 1970.
   */
  public static Element told(FencingRecord record) {
    Element.Builder builder =
        Element.builder("fenced")
            .attribute("id", record.id().toString())
            .attribute("target", record.aim().target().value())
            .attribute("action", record.aim().action().word())
            .attribute("status", record.conclusion().map(c -> c.status().word()).orElse("pending"))
            .attribute("client-node", record.id().originator().value())
            .attribute("client", record.client())
            .attribute("started", record.startedMillis() / 1000);
    record.asOf().ifPresent(epoch -> EpochCodec.write(epoch, "epoch", "coordinator", builder));
    record
        .conclusion()
        .ifPresent(c ->
            builder
                .attribute("reason", c.reason())
                .attribute("executor", c.executor().map(NodeName::value))
                .attribute("finished", c.finishedMillis() / 1000));
    return builder.build();
  }

  static Element encode(FencingRecord record) {
    Element.Builder builder =
        Element.builder("operation")
            .attribute("id", record.id().toString())
            .attribute("target", record.aim().target().value())
            .attribute("action", record.aim().action().word())
            .attribute("client", record.client())
            .attribute("started-millis", record.startedMillis());
    record.asOf().ifPresent(epoch -> EpochCodec.write(epoch, "epoch", "coordinator", builder));
    record
        .conclusion()
        .ifPresent(c ->
            builder
                .attribute("status", c.status().name().toLowerCase(Locale.ROOT))
                .attribute("executor", c.executor().map(NodeName::value))
                .attribute("reason", c.reason())
                .attribute("finished-millis", c.finishedMillis()));
    return builder.build();
  }

  static FencingRecord decode(Element element) {
    return new FencingRecord(
        id(Needed.text(element, "id")),
        new Aim(
            FencingMessageCodec.node(element, "target"),
            FencingMessageCodec.action(Needed.text(element, "action"))),
        element.attribute("client", ""),
        Needed.number(element, "started-millis"),
        FencingMessageCodec.epoch(element),
        element.has("status") ? Optional.of(conclusion(element)) : Optional.empty());
  }

  static OperationId id(String text) {
    return OperationId.parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("'" + text + "' names no fencing operation"));
  }

  private static Conclusion conclusion(Element element) {
    return new Conclusion(
        status(element.attribute("status", "")),
        element.attribute("executor").map(NodeName::new),
        element.attribute("reason", ""),
        Needed.number(element, "finished-millis"));
  }

  private static FencingStatus status(String word) {
    for (FencingStatus status : FencingStatus.values()) {
      if (status.name().toLowerCase(Locale.ROOT).equals(word)) {
        return status;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is no status of a fencing operation");
  }
}
