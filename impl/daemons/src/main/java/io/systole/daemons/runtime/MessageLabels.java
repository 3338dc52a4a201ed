package io.systole.daemons.runtime;

import com.google.common.primitives.Longs;
import io.systole.kernel.Cause;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;

/** Names of messages on their way, so that a trace can say which message led to a step. */
public final class MessageLabels {

  private static final String INCARNATION = "sent-incarnation";
  private static final String SEQ = "sent-seq";
  private static final String INDEX = "sent-index";

  private MessageLabels() {}

  public static Element put(MessageId id, Element message) {
    return message.toBuilder()
        .attribute(INCARNATION, id.incarnation())
        .attribute(SEQ, id.seq())
        .attribute(INDEX, id.index())
        .build();
  }

  /** The cause that a message is; what has no label counts as sent by nobody's step. */
  public static Cause cause(NodeName sender, Element message) {
    return new Cause.Received(
        new MessageId(
            sender,
            number(message, INCARNATION),
            number(message, SEQ),
            (int) number(message, INDEX)));
  }

  private static long number(Element message, String attribute) {
    Long number = Longs.tryParse(message.attribute(attribute, ""));
    return number == null ? 0 : number;
  }
}
