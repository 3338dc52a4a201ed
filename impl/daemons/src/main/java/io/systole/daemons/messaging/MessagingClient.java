package io.systole.daemons.messaging;

import com.google.common.util.concurrent.Uninterruptibles;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.daemons.messaging.MessagingWords.Stay;
import io.systole.ipc.ClientListener;
import io.systole.ipc.ClientOptions;
import io.systole.ipc.IpcClient;
import io.systole.ipc.IpcException;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The engine as a process sees it that does not own it: a connection to the messaging role of its
 * node. Listeners are called on one thread of this client. A process whose listeners do not keep up
 * stops reading, is put out of its groups for it, and hears that it was.
 */
public final class MessagingClient implements ClusterEngine {

  private static final Logger LOG = Logger.getLogger(MessagingClient.class.getName());

  /** How long the messaging role may take to be there: it starts at the same time. */
  private static final Duration APPEARANCE = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofMillis(50);

  /** How much may wait for the listeners. */
  private static final int MOST_NEWS = 4096;

  /** How many messages may be on their way to the messaging role; others wait to be taken. */
  private static final int MOST_SENDS = 512;

  private final NodeName self;
  private final ConcurrentSkipListMap<String, Membership> memberships =
      new ConcurrentSkipListMap<>();
  private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>(MOST_NEWS);
  private final Semaphore sends = new Semaphore(MOST_SENDS);
  private final AtomicLong stays = new AtomicLong();
  private final Thread teller;
  private volatile Optional<IpcClient> ipc = Optional.empty();
  private volatile boolean closed;

  private MessagingClient(NodeName self, String role) {
    this.self = self;
    this.teller = Thread.ofPlatform().daemon().name(role + "-engine").unstarted(this::tellAll);
  }

  /**
   * Connects to the messaging role, and waits for it if it is not there yet.
   *
   * @throws EngineException if it does not come, or does not want this process
   */
  public static MessagingClient connect(NodeName self, ClientOptions options)
      throws EngineException {
    MessagingClient client = new MessagingClient(self, options.role());
    client.ipc = Optional.of(client.connectInTime(options));
    client.teller.start();
    return client;
  }

  private IpcClient connectInTime(ClientOptions options) throws EngineException {
    long end = System.nanoTime() + APPEARANCE.toNanos();
    while (true) {
      try {
        return IpcClient.connect(options, new Incoming());
      } catch (IpcException e) {
        boolean absent = e.kind() == IpcException.Kind.ABSENT;
        if (!absent || System.nanoTime() - end > 0) {
          throw new EngineException(
              "the engine of node " + self + " is not there: " + e.getMessage(), e);
        }
        // Nothing tells that a socket appears in a folder that may not be there itself.
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  @Override
  public NodeName self() {
    return self;
  }

  @Override
  public Group join(String group, EngineListener listener) throws EngineException {
    Membership membership = new Membership(new Stay(group, stays.incrementAndGet()), listener);
    if (memberships.putIfAbsent(group, membership) != null) {
      throw new EngineException("this process is in group " + group + " already; close that first");
    }
    try {
      Element _ = ipc().request(MessagingWords.join(membership.stay));
      return membership;
    } catch (IpcException e) {
      memberships.remove(group, membership);
      throw new EngineException("group " + group + " can't be joined: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    memberships.values().forEach(Membership::mute);
    ipc().close();
    teller.interrupt();
    if (!Thread.currentThread().equals(teller)) {
      Uninterruptibles.joinUninterruptibly(teller, Duration.ofSeconds(1));
    }
  }

  private IpcClient ipc() {
    return ipc.orElseThrow();
  }

  private void tellAll() {
    try {
      while (!closed) {
        news.take().run();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "the connection to the engine was closed", e);
    }
  }

  private void endAll(String reason) {
    for (Membership membership : memberships.values()) {
      membership.end(reason);
    }
  }

  private final class Membership implements Group {

    private final Stay stay;
    private final String name;
    private final EngineListener listener;
    private volatile boolean open = true;

    Membership(Stay stay, EngineListener listener) {
      this.stay = stay;
      this.name = stay.group();
      this.listener = listener;
    }

    @Override
    public void multicast(Element message) {
      if (!open) {
        return;
      }
      // The thread that tells the listeners must not wait: what it waits for comes after its news.
      boolean counted = !Thread.currentThread().equals(teller);
      if (counted) {
        sends.acquireUninterruptibly();
      }
      var _ =
          ipc()
              .requestAsync(MessagingWords.multicast(stay, message))
              .whenComplete((_, failure) -> {
                if (counted) {
                  sends.release();
                }
                notSent(failure);
              });
    }

    /** A message that the role did not take breaks the order of this process's messages. */
    private void notSent(@Nullable Throwable failure) {
      if (failure instanceof IpcException refused
          && refused.kind() == IpcException.Kind.BUSY
          && open) {
        LOG.log(Level.WARNING, "more is sent to group " + name + " than can be taken", failure);
        ipc().close();
        queue(() -> endAll("this process sent more than the engine can take"));
      }
    }

    @Override
    public void close() {
      mute();
      if (memberships.remove(name, this)) {
        var _ = ipc().requestAsync(MessagingWords.leave(stay));
      }
    }

    void mute() {
      open = false;
    }

    void end(String reason) {
      memberships.remove(name, this);
      if (open) {
        open = false;
        listener.disconnected(reason);
      }
    }

    void tell(Element event) throws MessagingWords.MalformedException {
      if (!open) {
        return;
      }
      switch (event.name()) {
        case MessagingWords.VIEW -> listener.viewChanged(MessagingWords.view(event));
        case MessagingWords.MESSAGE ->
            listener.delivered(MessagingWords.sender(event), MessagingWords.payload(event));
        case MessagingWords.DISCONNECTED -> end(event.attribute("reason", "no reason given"));
        default ->
            throw new MessagingWords.MalformedException(
                "no event of the engine is called <" + event.name() + ">");
      }
    }
  }

  private void queue(Runnable something) {
    if (Thread.currentThread().equals(teller)) {
      // Only the end of all is queued from there, and nothing that waits matters after it.
      news.clear();
    }
    try {
      news.put(something);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the messaging role says, on the connection's thread. */
  private final class Incoming implements ClientListener {

    @Override
    public void event(Element body) {
      if (body.is(MessagingWords.PROBE)) {
        ipc.ifPresent(client -> {
          var _ = client.requestAsync(Element.of(MessagingWords.ALIVE));
        });
      } else {
        queue(() -> tell(body));
      }
    }

    private void tell(Element body) {
      try {
        Stay stay = MessagingWords.stay(body);
        Membership membership = memberships.get(stay.group());
        if (membership != null && membership.stay.equals(stay)) {
          membership.tell(body);
        }
      } catch (MessagingWords.MalformedException e) {
        LOG.log(Level.SEVERE, "the messaging role says what this build does not know", e);
        ipc().close();
        endAll("the messaging role is of another version: " + e.getMessage());
      }
    }

    @Override
    public void closed(IpcException reason) {
      queue(() -> endAll("the connection to the engine has ended: " + reason.getMessage()));
    }
  }
}
