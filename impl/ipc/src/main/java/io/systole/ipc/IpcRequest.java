package io.systole.ipc;

import io.systole.xml.Element;

/**
 * What a peer asks. It is answered exactly once, from any thread, now or much later; an answer to a
 * peer that has gone is dropped.
 */
public interface IpcRequest {

  Element body();

  Peer peer();

  /**
   * The request was done.
   *
   * @throws IllegalStateException if the request was answered before
   */
  void reply(Element answer);

  /**
   * The request was not done.
   *
   * @throws IllegalStateException if the request was answered before
   */
  void fail(IpcError error);
}
