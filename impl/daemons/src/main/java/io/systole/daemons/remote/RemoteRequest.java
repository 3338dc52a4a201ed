package io.systole.daemons.remote;

import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.xml.Element;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A request of ours that stands for a part of what a remote peer asked for. */
final class RemoteRequest implements IpcRequest {

  private final Peer peer;
  private final Element body;
  private final Consumer<Element> done;
  private final Consumer<IpcError> failed;
  private final AtomicBoolean answered = new AtomicBoolean();

  RemoteRequest(Peer peer, Element body, Consumer<Element> done, Consumer<IpcError> failed) {
    this.peer = peer;
    this.body = body;
    this.done = done;
    this.failed = failed;
  }

  @Override
  public Element body() {
    return body;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public void reply(Element answer) {
    once();
    done.accept(answer);
  }

  @Override
  public void fail(IpcError error) {
    once();
    failed.accept(error);
  }

  private void once() {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("answered twice: " + body.name() + " of " + peer);
    }
  }

  @Override
  public String toString() {
    return body.name() + " of " + peer;
  }
}
