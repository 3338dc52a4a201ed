package io.systole.daemons.runtime;

import io.systole.cib.CibException;
import io.systole.cib.EpochCodec;
import io.systole.kernel.Epoch;
import io.systole.xml.Element;

/** What a DC says in the group {@code epoch}. */
public final class EpochWord {

  /** The group in which it is said. */
  public static final String GROUP = "epoch";

  private static final String WORD = "epoch";
  private static final String NUMBER = "epoch";
  private static final String COORDINATOR = "coordinator";

  private EpochWord() {}

  /** The message that makes an epoch known. */
  public static Element of(Epoch epoch) {
    Element.Builder word = Element.builder(WORD);
    EpochCodec.write(epoch, NUMBER, COORDINATOR, word);
    return word.build();
  }

  /**
   * The epoch that a message makes known.
   *
   * @throws CibException if it makes none known
   */
  public static Epoch read(Element message) throws CibException {
    if (!message.is(WORD)) {
      throw new CibException(
          message.line(), "<" + message.name() + "> is not said in the group " + GROUP);
    }
    return EpochCodec.read(message, NUMBER, COORDINATOR);
  }
}
