package io.systole.ipc;

import io.systole.xml.Element;

/**
 * What a client hears without asking. Called on the client's reading thread, one call after
 * another: a listener hands over and returns, and never waits for a reply on that thread.
 */
public interface ClientListener {

  /** For clients that subscribe to nothing. */
  ClientListener NONE =
      new ClientListener() {
        @Override
        public void event(Element body) {}

        @Override
        public void closed(IpcException reason) {}
      };

  void event(Element body);

  /** The connection has ended, for a reason other than the client's own close. */
  void closed(IpcException reason);
}
