package io.systole.ipc;

import io.systole.xml.Element;
import java.util.Optional;

/**
 * Judges what is said in a conversation. A server asks for each message as a whole, with the frame
 * ({@code <request>}, {@code <reply>}, {@code <event>}) around it, on the thread that reads or
 * sends it.
 */
public interface MessageCheck {

  /** Has no objection to anything. */
  MessageCheck NONE =
      new MessageCheck() {
        @Override
        public Optional<IpcError> ofClient(Element message) {
          return Optional.empty();
        }

        @Override
        public Optional<IpcError> ofServer(Element message) {
          return Optional.empty();
        }
      };

  /** What is wrong with what a client said. A request then fails with it, a hello is refused. */
  Optional<IpcError> ofClient(Element message);

  /**
   * What is wrong with what the server is about to say. It is a defect of the server; the client
   * hears of that in place of the message.
   */
  Optional<IpcError> ofServer(Element message);
}
