package io.systole.ipc;

/**
 * What a server does with its clients. The methods are called on the thread of the connection, for
 * different clients at the same time; they hand over and return. While one blocks nothing more is
 * read from that client, and others are served.
 */
public interface ServerHandler {

  void requested(IpcRequest request);

  /** The peer's connection has ended. Called once for each peer, after its last request. */
  default void closed(Peer peer) {}
}
