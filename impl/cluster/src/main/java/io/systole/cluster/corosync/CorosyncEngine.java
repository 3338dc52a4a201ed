package io.systole.cluster.corosync;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.Uninterruptibles;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.cluster.ring.QuorumState;
import io.systole.cluster.ring.RingGroupEvent.QuorumHeard;
import io.systole.cluster.ring.RingId;
import io.systole.kernel.NodeName;
import io.systole.posix.Library;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A process's connection to Corosync.
 *
 * <p>One platform thread makes all calls into Corosync's libraries and calls the listeners; a
 * listener must return quickly and may call this engine. Each group is a closed process group of
 * its own, whose views {@code io.systole.cluster.ring} computes. Corosync that ends, or is
 * restarted, ends the memberships; whoever wants to go on opens a new engine.
 */
public final class CorosyncEngine implements ClusterEngine {

  private static final Logger LOG = Logger.getLogger(CorosyncEngine.class.getName());

  /** {@code cpg_dispatch} alone takes 1.03 MB, and an overflow ends the process without a word. */
  private static final long STACK_BYTES = 8L << 20;

  /** How long Corosync may take to be there: it may start at the same time. */
  private static final Duration APPEARANCE = Duration.ofSeconds(30);

  private static final Duration RETRY = Duration.ofMillis(50);
  private static final Duration END_OF_THREAD = Duration.ofSeconds(5);

  /** How soon Corosync is asked again that was too busy to take a message. */
  private static final Duration BUSY = Duration.ofMillis(1);

  private final NodeName self;
  private final ImmutableSet<String> shared;
  private final Duration patience;
  private final ConcurrentSkipListMap<String, Membership> owners = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<Runnable> letters = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final Room room = new Room();
  private final Thread loop;

  /** For the loop alone: what it says to itself, and who hears of groups. */
  private final Deque<Runnable> own = new ArrayDeque<>();

  private final TreeMap<String, Membership> memberships = new TreeMap<>();
  private @Nullable Connection connection;
  private Optional<QuorumHeard> quorum = Optional.empty();
  private volatile @Nullable Poll poll;
  private volatile boolean running = true;

  /** What the loop holds of Corosync beside the groups. */
  private record Connection(Quorum quorum, Nodes nodes, int node) {}

  private CorosyncEngine(NodeName self, ImmutableSet<String> shared, Duration patience) {
    this.self = self;
    this.shared = shared;
    this.patience = patience;
    this.loop =
        Thread.ofPlatform()
            .daemon()
            .name("corosync")
            .stackSize(STACK_BYTES)
            .unstarted(this::runAndClose);
  }

  /**
   * Connects to this node's Corosync, and waits for it if it is not there yet.
   *
   * @param self the node's name, which is Corosync's own for it
   * @param shared the groups that several processes of a node may be in
   * @throws EngineException if Corosync is not installed, does not come, or refuses
   */
  public static CorosyncEngine open(NodeName self, ImmutableSet<String> shared)
      throws EngineException {
    CorosyncEngine engine = new CorosyncEngine(self, shared, APPEARANCE);
    engine.loop.start();
    await(engine.opened, "Corosync on node " + self);
    return engine;
  }

  /**
   * Loads what a connection needs, without one. Where Corosync is not installed, that is little.
   */
  public static void load() {
    load(CorosyncEngine::poll);
    load(Cpg::load);
    load(Quorum::load);
    load(Nodes::read);
  }

  private static void poll() throws CorosyncException {
    try (Poll poll = new Poll()) {
      boolean[] _ = poll.await(new int[0], 0);
    }
  }

  /** A part of a connection. It is loaded by using it, and may fail as its use would. */
  @FunctionalInterface
  private interface Part {
    void use() throws CorosyncException;
  }

  private static void load(Part part) {
    try {
      part.use();
    } catch (CorosyncException e) {
      LOG.log(Level.FINE, "Corosync does not run, which does not matter here", e);
    } catch (LinkageError | Library.MissingLibraryException e) {
      LOG.log(Level.FINE, "Corosync is not installed, which does not matter here", e);
    }
  }

  /** Whether the connection lasts. */
  public boolean isRunning() {
    return running;
  }

  @Override
  public NodeName self() {
    return self;
  }

  @Override
  public Group join(String group, EngineListener listener) throws EngineException {
    Membership joining = new Membership(this, group, listener);
    if (!running) {
      throw new EngineException(
          "the connection of node " + self + " to Corosync has ended; open a new one");
    }
    if (owners.putIfAbsent(group, joining) != null) {
      throw new EngineException(
          "a process of node " + self + " is in group " + group + " already; close that first");
    }
    post(() -> memberships.put(group, joining));
    if (!running) {
      joining.end("the connection to Corosync has ended");
    }
    if (!isLoop()) {
      try {
        await(joining.joined(), "group " + group);
      } catch (EngineException e) {
        joining.close();
        throw e;
      }
    }
    return joining;
  }

  @Override
  public void close() {
    running = false;
    owners.values().forEach(Membership::mute);
    room.open();
    wakeUp();
    if (!isLoop()) {
      Uninterruptibles.joinUninterruptibly(loop, END_OF_THREAD);
    }
  }

  void send(Membership membership, Element message) {
    if (isLoop()) {
      room.enterAtOnce();
    } else {
      room.enter();
    }
    post(() -> {
      room.left();
      membership.say(message);
    });
  }

  void leave(Membership membership) {
    if (owners.remove(membership.group(), membership)) {
      post(() -> {
        memberships.remove(membership.group(), membership);
        membership.leave();
      });
    }
  }

  boolean isShared(String group) {
    return shared.contains(group);
  }

  Duration patience() {
    return patience;
  }

  /** What Corosync said last of the quorum. */
  Optional<QuorumHeard> quorum() {
    return quorum;
  }

  Nodes nodes() {
    return connection().nodes();
  }

  int node() {
    return connection().node();
  }

  int pid() {
    return (int) ProcessHandle.current().pid();
  }

  private static void await(CompletableFuture<Void> done, String what) throws EngineException {
    try {
      Uninterruptibles.getUninterruptibly(done);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new EngineException(what + ": " + cause.getMessage(), cause);
    }
  }

  private Connection connection() {
    Connection here = connection;
    if (here == null) {
      throw new IllegalStateException("not connected");
    }
    return here;
  }

  private boolean isLoop() {
    return Thread.currentThread().equals(loop);
  }

  private void post(Runnable letter) {
    if (isLoop()) {
      own.add(letter);
    } else {
      letters.add(letter);
      wakeUp();
    }
  }

  private void wakeUp() {
    Poll here = poll;
    if (here != null) {
      here.wakeUp();
    }
  }

  private void runAndClose() {
    String reason = "the connection to Corosync was closed";
    try {
      run();
    } catch (CorosyncException e) {
      reason = String.valueOf(e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      reason = Library.missing(e).orElseGet(() -> failed(e));
    } finally {
      end(reason);
    }
  }

  /** The state can't be trusted any more: the process leaves its groups, and others recover. */
  private String failed(Throwable cause) {
    LOG.log(Level.SEVERE, "the engine of node " + self + " stops", cause);
    return "the engine failed: " + cause;
  }

  private void end(String reason) {
    running = false;
    room.open();
    opened.completeExceptionally(new EngineException(reason));
    for (Membership membership : ImmutableList.copyOf(memberships.values())) {
      membership.leave();
    }
    for (Membership membership : ImmutableList.copyOf(owners.values())) {
      owners.remove(membership.group(), membership);
      membership.end(reason);
    }
    if (connection != null) {
      connection.quorum().close();
    }
    if (poll != null) {
      poll.close();
    }
  }

  private void run() throws CorosyncException {
    Poll waiting = new Poll();
    poll = waiting;
    connection = connect(waiting);
    opened.complete(null);
    while (running) {
      runLetters();
      passTime();
      for (Membership membership : memberships.values()) {
        membership.flush();
      }
      room.hold(memberships.values().stream().mapToInt(Membership::held).sum());
      if (own.isEmpty() && letters.isEmpty()) {
        await(waiting);
      }
    }
  }

  private Connection connect(Poll waiting) throws CorosyncException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        Connection made = tryToConnect();
        NodeName name = made.nodes().name(made.node());
        if (!name.equals(self)) {
          made.quorum().close();
          throw new CorosyncException(
              "corosync.conf calls this node '"
                  + name
                  + "', but Systole's configuration '"
                  + self
                  + "'; make them one");
        }
        return made;
      } catch (CorosyncException e) {
        boolean mayPass = e.isAbsence() || e.mayPass();
        if (!running || !mayPass || System.nanoTime() - end > 0) {
          throw e;
        }
        // Nothing tells of a Corosync that begins to listen.
        boolean[] _ = waiting.await(new int[0], (int) RETRY.toMillis());
      }
    }
  }

  private static Connection tryToConnect() throws CorosyncException {
    Nodes nodes = Nodes.read();
    int node;
    try (Cpg probe = Cpg.open("systole")) {
      node = probe.localNode();
    }
    return new Connection(Quorum.open(), nodes, node);
  }

  private void runLetters() {
    // Letters that come meanwhile wait for the next round, so that news is not held up.
    for (int i = letters.size(); i > 0; i--) {
      Runnable letter = letters.poll();
      if (letter != null) {
        letter.run();
      }
    }
    for (Runnable letter = own.poll(); letter != null; letter = own.poll()) {
      letter.run();
    }
  }

  private void passTime() throws CorosyncException {
    long now = System.nanoTime();
    for (Membership membership : ImmutableList.copyOf(memberships.values())) {
      Optional<Long> wakeAt = membership.wakeAt();
      if (wakeAt.isPresent() && wakeAt.get() - now <= 0) {
        membership.timePassed(now);
      }
    }
  }

  private void await(Poll waiting) throws CorosyncException {
    ImmutableList<Membership> all =
        memberships.values().stream()
            .filter(membership -> membership.fd() >= 0)
            .collect(ImmutableList.toImmutableList());
    int[] fds = new int[all.size() + 1];
    fds[0] = connection().quorum().fd();
    for (int i = 0; i < all.size(); i++) {
      fds[i + 1] = all.get(i).fd();
    }
    boolean[] ready = waiting.await(fds, millisToWait());
    if (ready[0]) {
      dispatchQuorum();
    }
    for (int i = 0; i < all.size(); i++) {
      if (ready[i + 1]) {
        all.get(i).dispatch();
      }
    }
  }

  private int millisToWait() {
    long now = System.nanoTime();
    long least = Long.MAX_VALUE;
    for (Membership membership : memberships.values()) {
      if (membership.isHeldUp()) {
        least = Math.min(least, BUSY.toNanos());
      }
      least = Math.min(least, membership.wakeAt().map(at -> at - now).orElse(Long.MAX_VALUE));
    }
    return least == Long.MAX_VALUE
        ? -1
        : (int) Duration.ofNanos(Math.max(0, least)).plusNanos(999_999).toMillis();
  }

  private void dispatchQuorum() throws CorosyncException {
    for (Quorum.News news : connection().quorum().dispatch()) {
      QuorumHeard heard =
          new QuorumHeard(
              new RingId(news.sequence(), nodes().name(news.creator())),
              new QuorumState(news.quorate(), connection().quorum().votesNeeded()));
      quorum = Optional.of(heard);
      for (Membership membership : memberships.values()) {
        membership.heard(heard);
      }
    }
  }
}
