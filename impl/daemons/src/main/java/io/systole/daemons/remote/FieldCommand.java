package io.systole.daemons.remote;

import com.google.common.primitives.Ints;
import io.systole.xml.Element;
import java.util.Optional;

/**
 * A {@code <cib_command>} of the field's tools.
 *
 * @param section the part of the CIB, or an XPath where {@link #isXpath}
 * @param callId the tool's number of the command, which the reply repeats
 * @param options bits, see below
 * @param data what is to be created, changed or deleted
 * @param notice what a subscription is about
 */
record FieldCommand(
    String operation,
    String section,
    String callId,
    int options,
    Optional<Element> data,
    Notice notice) {

  /**
   * What a subscription is about.
   *
   * @param type of the notifications
   * @param wanted whether they are from now on
   */
  record Notice(String type, boolean wanted) {}

  /** The section is an XPath. */
  private static final int XPATH = 0x2;

  /** What is to be changed may not be there yet. */
  private static final int CAN_CREATE = 0x8;

  /** Answer with elements without their children. */
  private static final int NO_CHILDREN = 0x20;

  /** Answer with where the elements are. */
  private static final int ADDRESSES = 0x40;

  static Optional<FieldCommand> parse(Element said) {
    Integer options = Ints.tryParse(said.attribute("cib_callopt", "0"));
    if (!said.is("cib_command") || options == null) {
      return Optional.empty();
    }
    return Optional.of(
        new FieldCommand(
            said.attribute("cib_op", said.attribute("op", "")),
            said.attribute("cib_section", ""),
            said.attribute("cib_callid", "0"),
            options,
            said.child("cib_calldata").flatMap(data -> data.children().stream().findFirst()),
            new Notice(
                said.attribute("cib_notify_type", ""),
                !said.attribute("cib_notify_activate", "0").equals("0"))));
  }

  /** Nobody awaits an answer to a subscription. */
  boolean isAnswered() {
    return !operation.equals(FieldSubscription.OPERATION);
  }

  boolean isXpath() {
    return (options & XPATH) != 0;
  }

  boolean canCreate() {
    return (options & CAN_CREATE) != 0;
  }

  boolean noChildren() {
    return (options & NO_CHILDREN) != 0;
  }

  boolean addresses() {
    return (options & ADDRESSES) != 0;
  }

  /** The reply. */
  Element reply(String client, FieldStatus status, Optional<Element> answer) {
    Element.Builder reply =
        Element.builder("cib-reply")
            .attribute("t", "cib")
            .attribute("cib_op", operation)
            .attribute("cib_callid", callId)
            .attribute("cib_clientid", client)
            .attribute("cib_callopt", options)
            .attribute("cib_rc", status.code());
    answer.ifPresent(a -> reply.child(Element.of("cib_calldata").plus(a)));
    return reply.build();
  }
}
