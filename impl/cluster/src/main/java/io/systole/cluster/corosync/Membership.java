package io.systole.cluster.corosync;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.cluster.Packing;
import io.systole.cluster.ring.Frames;
import io.systole.cluster.ring.GroupProcess;
import io.systole.cluster.ring.Ring;
import io.systole.cluster.ring.RingGroup;
import io.systole.cluster.ring.RingGroupEffect;
import io.systole.cluster.ring.RingGroupEvent;
import io.systole.cluster.ring.RingGroupInvariants;
import io.systole.cluster.ring.RingGroupState;
import io.systole.cluster.ring.RingGroupState.Standing.Asking;
import io.systole.cluster.ring.RingId;
import io.systole.cluster.ring.RingWordCodec;
import io.systole.kernel.Cause;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.xml.Element;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A process's membership of a group. All but what {@link ClusterEngine.Group} has is the loop's.
 */
final class Membership implements ClusterEngine.Group {

  private static final Logger LOG = Logger.getLogger(Membership.class.getName());

  /** How long a former process of this node may take to be gone from the group. */
  private static final Duration PREDECESSOR = Duration.ofSeconds(5);

  private static final Duration RETRY = Duration.ofMillis(20);
  private static final Duration ANSWER_OVERDUE = Duration.ofSeconds(1);

  private final CorosyncEngine engine;
  private final String group;
  private final EngineListener listener;
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private final TreeMap<GroupProcess, Frames> frames = new TreeMap<>();
  private final Deque<byte[]> outbox = new ArrayDeque<>();
  private final long begun = System.nanoTime();
  private @Nullable Cpg cpg;
  private boolean asked;
  private @Nullable Runner<RingGroupState, RingGroupEvent, RingGroupEffect> runner;
  private boolean inside;
  private long wakeAt = begun;
  private volatile boolean open = true;

  Membership(CorosyncEngine engine, String group, EngineListener listener) {
    this.engine = engine;
    this.group = group;
    this.listener = listener;
  }

  String group() {
    return group;
  }

  /** Done when the engine has let the process in. */
  CompletableFuture<Void> joined() {
    return joined;
  }

  @Override
  public void multicast(Element message) {
    if (open) {
      engine.send(this, message);
    }
  }

  @Override
  public void close() {
    mute();
    engine.leave(this);
  }

  /** From now on the listener hears nothing. */
  void mute() {
    open = false;
  }

  /** What to wait for, or -1. */
  int fd() {
    return cpg == null ? -1 : cpg.fd();
  }

  /** How many messages this membership holds. */
  int held() {
    return outbox.size() + (runner == null ? 0 : runner.state().waiting().size());
  }

  /** Whether there is something to send that Corosync did not take. */
  boolean isHeldUp() {
    return !outbox.isEmpty();
  }

  /** When to call {@link #timePassed}, on the clock of {@link System#nanoTime}. */
  Optional<Long> wakeAt() {
    boolean waits = !inside || isAsking();
    return waits ? Optional.of(wakeAt) : Optional.empty();
  }

  void timePassed(long now) throws CorosyncException {
    if (!inside) {
      wakeAt = now + RETRY.toNanos();
      enter(now);
    } else if (isAsking()) {
      wakeAt = now + ANSWER_OVERDUE.toNanos();
      step(new RingGroupEvent.AnswerOverdue(hundredths()));
    }
  }

  void say(Element message) {
    if (open) {
      step(new RingGroupEvent.SendRequested(message));
    }
  }

  void heard(RingGroupEvent.QuorumHeard quorum) {
    step(quorum);
  }

  private boolean isAsking() {
    return runner != null && runner.state().standing() instanceof Asking;
  }

  /** Takes what Corosync has for the group. */
  void dispatch() throws CorosyncException {
    Cpg here = cpg;
    if (here == null) {
      return;
    }
    for (Cpg.News news : here.dispatch()) {
      if (here.equals(cpg)) {
        take(news);
      }
    }
  }

  /** Gives Corosync what it takes of what is to be sent. */
  void flush() throws CorosyncException {
    Cpg here = cpg;
    while (here != null && !outbox.isEmpty() && here.multicast(outbox.getFirst())) {
      outbox.removeFirst();
    }
  }

  /** Ends the membership, which the listener hears. */
  void end(String reason) {
    joined.completeExceptionally(new EngineException(reason));
    if (open) {
      open = false;
      listener.disconnected(reason);
    }
  }

  /** Leaves the group. */
  void leave() {
    outbox.clear();
    disconnect();
  }

  private void disconnect() {
    Cpg here = cpg;
    cpg = null;
    asked = false;
    inside = false;
    runner = null;
    if (here != null) {
      here.close();
    }
  }

  /** Connects and asks to be let in, as often as it takes. */
  private void enter(long now) throws CorosyncException {
    try {
      if (cpg == null) {
        cpg = Cpg.open("systole-" + group);
        begin();
      }
      if (!asked) {
        cpg.join();
        asked = true;
      }
    } catch (CorosyncException e) {
      if (!e.mayPass() || now - begun > engine.patience().toNanos()) {
        throw e;
      }
    }
  }

  private void take(Cpg.News news) throws CorosyncException {
    switch (news) {
      case Cpg.News.Members members -> take(members);
      case Cpg.News.Ring(int creator, long sequence, ImmutableList<Integer> nodes) ->
          step(
              new RingGroupEvent.RingChanged(
                  new Ring(
                      new RingId(sequence, engine.nodes().name(creator)),
                      engine.nodes().names(nodes))));
      case Cpg.News.Message(int node, int pid, byte[] frame) ->
          take(new GroupProcess(engine.nodes().name(node), pid), frame);
    }
  }

  private void take(Cpg.News.Members news) throws CorosyncException {
    if (!inside && !isIn(news)) {
      return;
    }
    inside = true;
    ImmutableSortedSet.Builder<GroupProcess> members = ImmutableSortedSet.naturalOrder();
    for (Cpg.Address member : news.members()) {
      members.add(process(member));
    }
    ImmutableSortedSet.Builder<NodeName> down = ImmutableSortedSet.naturalOrder();
    boolean turning = false;
    for (Cpg.Address left : news.left()) {
      frames.remove(process(left));
      turning |= left.cameOrWentWithItsNode();
      if (left.reason() == Cpg.Address.NODE_DOWN) {
        down.add(process(left).node());
      }
    }
    for (Cpg.Address came : news.joined()) {
      turning |= came.cameOrWentWithItsNode();
    }
    step(new RingGroupEvent.MembersChanged(members.build(), down.build(), turning));
  }

  /** The first news: this process is in the group, unless a former one of its node still is. */
  private boolean isIn(Cpg.News.Members news) {
    Optional<Cpg.Address> self =
        news.members().stream()
            .filter(address -> address.node() == engine.node() && address.pid() == engine.pid())
            .findFirst();
    if (self.isEmpty()) {
      return false;
    }
    if (!engine.isShared(group)
        && news.members().stream()
            .anyMatch(other -> other.node() == engine.node() && !other.sameProcess(self.get()))) {
      disconnect();
      if (System.nanoTime() - begun > PREDECESSOR.toNanos()) {
        engine.leave(this);
        end(
            "another process of node "
                + engine.self()
                + " is in group "
                + group
                + "; stop that one first");
      }
      return false;
    }
    wakeAt = System.nanoTime() + ANSWER_OVERDUE.toNanos();
    joined.complete(null);
    return true;
  }

  /** From the connection on: the ring may be told before this process is in the group. */
  private void begin() {
    GroupProcess self = new GroupProcess(engine.self(), Integer.toUnsignedLong(engine.pid()));
    runner =
        new Runner<>(
            "ring-" + group,
            engine.self(),
            engine.pid(),
            new RingGroup(),
            RingGroupState.initial(self, hundredths(), System.nanoTime()),
            RingGroupInvariants.ALL,
            Trace.NONE);
    engine.quorum().ifPresent(this::heard);
  }

  /** Hundredths of a second of this century's second quarter; a ring has room for 87 years. */
  private static long hundredths() {
    return Duration.between(Instant.parse("2025-01-01T00:00:00Z"), Instant.now()).toMillis() / 10;
  }

  private GroupProcess process(Cpg.Address address) throws CorosyncException {
    return new GroupProcess(
        engine.nodes().name(address.node()), Integer.toUnsignedLong(address.pid()));
  }

  private void take(GroupProcess sender, byte[] frame) {
    if (!inside) {
      return;
    }
    try {
      Optional<byte[]> message =
          frames.computeIfAbsent(sender, _ -> new Frames(XmlLimits.MESSAGE.maxBytes())).add(frame);
      if (message.isPresent()) {
        byte[] word = Packing.unpack(message.get(), XmlLimits.MESSAGE.maxBytes());
        step(new RingGroupEvent.Received(sender, RingWordCodec.decode(word)));
      }
    } catch (IOException | Frames.MalformedException | RingWordCodec.MalformedException e) {
      // Who joins while a message of many frames is on its way hears its end alone.
      LOG.log(
          Level.FINE,
          e,
          () -> "process " + sender + " sent what can't be read to the group " + group);
    }
  }

  private void step(RingGroupEvent event) {
    if (runner == null) {
      return;
    }
    for (RingGroupEffect effect :
        runner.step(event, new Cause.Local("corosync")).step().effects()) {
      switch (effect) {
        case RingGroupEffect.Multicast(var word) -> send(RingWordCodec.encode(word));
        case RingGroupEffect.TellView(var view) -> tell(l -> l.viewChanged(view));
        case RingGroupEffect.Deliver(var sender, var payload) ->
            tell(l -> l.delivered(sender, payload));
        case RingGroupEffect.TellDisconnected(var reason) -> {
          engine.leave(this);
          end(reason);
        }
      }
    }
  }

  private void send(byte[] message) {
    if (message.length > XmlLimits.MESSAGE.maxBytes()) {
      // Its sender must not take it for sent, and is told so by the end of its membership.
      engine.leave(this);
      end(
          "a message of "
              + message.length
              + " bytes is larger than "
              + XmlLimits.MESSAGE.maxBytes()
              + ", the most that nodes accept from each other");
    } else {
      outbox.addAll(Frames.cut(Packing.pack(message)));
    }
  }

  private void tell(Consumer<EngineListener> news) {
    if (open) {
      news.accept(listener);
    }
  }
}
