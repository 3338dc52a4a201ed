package io.systole.simulation;

import io.systole.kernel.MessageId;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * What the simulated network carries: the messages themselves, each under a number. A message goes
 * through its codec on the way, so that what arrives is what a real network would deliver.
 */
final class Wire {

  private static final String NUMBER = "number";
  private final List<Letter> letters = new ArrayList<>();

  /** A message and the step that sent it. */
  record Letter(MessageId id, Object message) {}

  /** Turns a message into XML and back. */
  @FunctionalInterface
  interface Codec<M> {
    M andBack(M message) throws Exception;
  }

  /**
   * Takes a message for the network.
   *
   * @throws BrokenPromise if the codec does not give back what it was given
   */
  <M> Element send(MessageId id, M message, Codec<M> codec) {
    try {
      M arrives = codec.andBack(message);
      if (!arrives.equals(message)) {
        throw new BrokenPromise(
            Promise.NOTHING_CRASHES, message + " arrives as " + arrives + " over a network");
      }
    } catch (BrokenPromise e) {
      throw e;
    } catch (Exception e) {
      throw new BrokenPromise(Promise.NOTHING_CRASHES, message + " can't be sent", e);
    }
    letters.add(new Letter(id, message));
    return Element.builder("letter").attribute(NUMBER, letters.size() - 1).build();
  }

  Letter receive(Element element) {
    return letters.get(Integer.parseInt(element.attribute(NUMBER, "")));
  }
}
