package io.systole.daemons.messaging;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.daemons.messaging.MessagingWords.Stay;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One connected process. What it asks is done in order on a thread of its own, so that one that
 * sends more than the network takes waits alone; the socket lets it have a bounded number of
 * unanswered requests.
 */
final class Session {

  private final Peer peer;
  private final CompletableFuture<ClusterEngine> engine;
  private final SharedGroups shared;
  private final BlockingQueue<Optional<IpcRequest>> asked = new LinkedBlockingQueue<>();
  private final ConcurrentSkipListMap<String, Joined> groups = new ConcurrentSkipListMap<>();
  private volatile boolean ended;

  /** A stay in a group. */
  private record Joined(Stay stay, ClusterEngine.Group group) {}

  private int unanswered;

  private Session(Peer peer, CompletableFuture<ClusterEngine> engine, SharedGroups shared) {
    this.peer = peer;
    this.engine = engine;
    this.shared = shared;
  }

  static Session start(Peer peer, CompletableFuture<ClusterEngine> engine, SharedGroups shared) {
    Session session = new Session(peer, engine, shared);
    Thread.ofVirtual().name("session-" + peer).start(session::run);
    return session;
  }

  Peer peer() {
    return peer;
  }

  boolean isMember() {
    return !groups.isEmpty();
  }

  Set<String> groups() {
    return groups.keySet();
  }

  void ask(IpcRequest request) {
    asked.add(Optional.of(request));
  }

  /** Asks whether the process is there, and tells for how many probes it has not answered. */
  int probe() {
    if (unanswered == 0) {
      peer.latest(MessagingWords.PROBE, Element.of(MessagingWords.PROBE));
    }
    return unanswered++;
  }

  void answered() {
    unanswered = 0;
  }

  /** Leaves all groups. What was asked and not done yet is not done. */
  void end() {
    ended = true;
    asked.add(Optional.empty());
    leaveAll();
  }

  private void leaveAll() {
    for (String group = first(); group != null; group = first()) {
      Joined left = groups.remove(group);
      if (left != null) {
        left.group().close();
      }
    }
  }

  private @Nullable String first() {
    var entry = groups.firstEntry();
    return entry == null ? null : entry.getKey();
  }

  private void run() {
    try {
      for (Optional<IpcRequest> next = asked.take();
          next.isPresent() && !ended;
          next = asked.take()) {
        serve(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leaveAll();
    }
  }

  private void serve(IpcRequest request) {
    Element body = request.body();
    try {
      Stay stay = MessagingWords.stay(body);
      switch (body.name()) {
        case MessagingWords.JOIN -> join(stay);
        case MessagingWords.LEAVE -> leave(stay);
        default -> multicast(stay, MessagingWords.payload(body));
      }
      request.reply(Element.of("ok"));
    } catch (MessagingWords.MalformedException e) {
      request.fail(IpcError.badRequest(String.valueOf(e.getMessage())));
    } catch (EngineException e) {
      request.fail(MessagingWords.refused(e));
    }
  }

  private void join(Stay stay) throws EngineException {
    ClusterEngine opened;
    try {
      opened = engine.join();
    } catch (CompletionException e) {
      throw new EngineException("the engine can't be opened: " + e.getCause(), e);
    }
    ClusterEngine.Group joined = shared.join(opened, stay.group(), new Relay(stay));
    groups.put(stay.group(), new Joined(stay, joined));
    if (ended) {
      leaveAll();
    }
  }

  private void leave(Stay stay) {
    Joined left = groups.get(stay.group());
    if (left != null && left.stay().equals(stay) && groups.remove(stay.group(), left)) {
      left.group().close();
    }
  }

  private void multicast(Stay stay, Element payload) throws EngineException {
    Joined joined = groups.get(stay.group());
    if (joined == null || !joined.stay().equals(stay)) {
      throw new EngineException(
          peer.role() + " is not in group " + stay.group() + "; join it before you send to it");
    }
    joined.group().multicast(payload);
  }

  /** Passes on what happens in a group, without ever waiting for the process. */
  private final class Relay implements EngineListener {

    private final Stay stay;

    Relay(Stay stay) {
      this.stay = stay;
    }

    @Override
    public void viewChanged(View view) {
      peer.event(MessagingWords.view(stay, view));
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      peer.event(MessagingWords.message(stay, sender, message));
    }

    @Override
    public void disconnected(String reason) {
      groups.computeIfPresent(
          stay.group(), (_, joined) -> joined.stay().equals(stay) ? null : joined);
      peer.event(MessagingWords.disconnected(stay, reason));
    }
  }
}
