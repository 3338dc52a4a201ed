package io.systole.protocol.cib;

import static com.google.common.base.Strings.lenientFormat;

import io.systole.cib.Cib;
import io.systole.cib.CibEditCodec;
import io.systole.cib.CibException;
import io.systole.cib.CibVersion;
import io.systole.cib.EpochCodec;
import io.systole.cib.FieldValues;
import io.systole.kernel.Epoch;
import io.systole.xml.Digest;
import io.systole.xml.Element;

/** What replicas say to each other as XML. */
public final class CibMessageCodec {

  private CibMessageCodec() {}

  public static Element write(CibMessage message) {
    return switch (message) {
      case CibMessage.SnapshotWanted wanted -> write(wanted);
      case CibMessage.Summary summary -> write(summary);
      case CibMessage.Snapshot snapshot ->
          begin("snapshot", snapshot).child(snapshot.cib().root()).build();
      case CibMessage.Propose propose ->
          begin("propose", propose)
              .attribute("request", propose.request())
              .child(CibEditCodec.write(propose.change()))
              .build();
      case CibMessage.Persisted persisted ->
          begin("persisted", persisted)
              .attribute("version", persisted.version().toString())
              .attribute("digest", persisted.digest().toString())
              .build();
    };
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws CibException if it is no message of a replica
   */
  public static CibMessage read(Element message) throws CibException {
    Epoch epoch = EpochCodec.read(message, "epoch", "coordinator");
    return switch (message.name()) {
      case "snapshot-wanted" ->
          new CibMessage.SnapshotWanted(
              epoch,
              EpochCodec.readView(message, "view", "view-creator"),
              EpochCodec.node(message, "source"),
              flag(message, "quorate"));
      case "summary" ->
          new CibMessage.Summary(epoch, flag(message, "promised"), readSummary(message));
      case "snapshot" -> new CibMessage.Snapshot(epoch, Cib.of(only(message)));
      case "propose" ->
          new CibMessage.Propose(
              epoch, EpochCodec.number(message, "request"), CibEditCodec.readChange(only(message)));
      case "persisted" -> new CibMessage.Persisted(epoch, version(message), digest(message));
      default ->
          throw new CibException(
              message.line(),
              lenientFormat("<%s> is no message of a replica of the CIB", message.name()));
    };
  }

  private static Element write(CibMessage.SnapshotWanted wanted) {
    Element.Builder written = begin("snapshot-wanted", wanted);
    EpochCodec.write(wanted.view(), "view", "view-creator", written);
    return written
        .attribute("source", wanted.source().value())
        .attribute("quorate", Boolean.toString(wanted.quorate()))
        .build();
  }

  private static Element write(CibMessage.Summary message) {
    CibSummary summary = message.summary();
    Element.Builder written = begin("summary", message);
    EpochCodec.write(summary.term(), "term", "term-coordinator", written);
    return written
        .attribute("promised", Boolean.toString(message.promised()))
        .attribute("version", summary.version().toString())
        .attribute("live", Boolean.toString(summary.live()))
        .attribute("digest", summary.digest().toString())
        .build();
  }

  private static CibSummary readSummary(Element message) throws CibException {
    return new CibSummary(
        EpochCodec.read(message, "term", "term-coordinator"),
        version(message),
        flag(message, "live"),
        digest(message));
  }

  private static Element.Builder begin(String name, CibMessage message) {
    Element.Builder written = Element.builder(name);
    EpochCodec.write(message.epoch(), "epoch", "coordinator", written);
    return written;
  }

  private static Element only(Element message) throws CibException {
    if (message.children().size() != 1) {
      throw new CibException(
          message.line(),
          lenientFormat(
              "<%s> holds one element, but this holds %s",
              message.name(), message.children().size()));
    }
    return message.children().getFirst();
  }

  private static boolean flag(Element message, String attribute) throws CibException {
    return FieldValues.flag(message.attribute(attribute, ""))
        .orElseThrow(() -> wrong(message, attribute, "true or false"));
  }

  private static CibVersion version(Element message) throws CibException {
    return CibVersion.parse(message.attribute("version", ""))
        .orElseThrow(() -> wrong(message, "version", "three numbers with dots between"));
  }

  private static Digest digest(Element message) throws CibException {
    return Digest.parse(message.attribute("digest", ""))
        .orElseThrow(() -> wrong(message, "digest", "32 hexadecimal digits"));
  }

  private static CibException wrong(Element message, String attribute, String wanted) {
    return new CibException(
        message.line(),
        lenientFormat(
            "%s of <%s> is %s, but this is '%s'",
            attribute, message.name(), wanted, message.attribute(attribute, "")));
  }
}
