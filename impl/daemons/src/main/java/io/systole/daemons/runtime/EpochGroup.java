package io.systole.daemons.runtime;

import io.systole.cib.CibException;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;

/**
 * A role's place in the group {@code epoch}, in which the DC makes its epoch known. Whoever only
 * listens there goes on with its work when the engine is lost, and takes its place again when the
 * engine is back. For the role's event loop alone.
 */
public final class EpochGroup implements AutoCloseable {

  private static final String GROUP = EpochWord.GROUP;
  private static final Duration RETRY = Duration.ofMillis(200);

  private final RoleContext context;
  private final Consumer<Epoch> seen;
  private Optional<Membership> membership = Optional.empty();
  private boolean told;
  private boolean closed;

  private record Membership(ClusterEngine engine, ClusterEngine.Group group, OnLoop listener) {}

  private EpochGroup(RoleContext context, Consumer<Epoch> seen) {
    this.context = context;
    this.seen = seen;
  }

  /**
   * Begins to join; until the engine is there nothing is heard.
   *
   * @param seen is told on the loop of each epoch that a DC has made known
   */
  public static EpochGroup join(RoleContext context, Consumer<Epoch> seen) {
    EpochGroup group = new EpochGroup(context, seen);
    group.connect();
    return group;
  }

  @Override
  public void close() {
    closed = true;
    leave();
  }

  private void connect() {
    Thread.ofVirtual().name("join " + GROUP).start(this::connectBlocking);
  }

  private void connectBlocking() {
    ClusterEngine engine = null;
    try {
      engine = context.openEngine();
      OnLoop listener = new OnLoop();
      Membership joined = new Membership(engine, engine.join(GROUP, listener), listener);
      context.loop().post("joined " + GROUP, () -> joined(joined));
    } catch (EngineException e) {
      if (engine != null) {
        engine.close();
      }
      context.loop().post("not in " + GROUP, () -> retry(String.valueOf(e.getMessage())));
    }
  }

  private void joined(Membership joined) {
    told = false;
    membership = Optional.of(joined);
    if (closed || joined.listener().lost) {
      leave();
    }
  }

  private void retry(String reason) {
    if (closed) {
      return;
    }
    if (!told) {
      told = true;
      context.log().log(Level.INFO, "not in the group epoch, which is tried again: {0}", reason);
    }
    var _ = context.loop().after(RETRY, "join " + GROUP, this::connect);
  }

  private void leave() {
    Optional<Membership> left = membership;
    membership = Optional.empty();
    left.ifPresent(m -> Thread.ofVirtual().name("leave " + GROUP).start(() -> end(m)));
  }

  private static void end(Membership membership) {
    membership.group().close();
    membership.engine().close();
  }

  private void heard(NodeName sender, Element message) {
    try {
      seen.accept(EpochWord.read(message));
    } catch (CibException e) {
      context.log().log(
          Level.WARNING,
          "{0} said in the group epoch what is not understood, and it is passed over: {1}",
          new Object[] {sender, e.getMessage()});
    }
  }

  /** Brings what the engine's thread hears to the loop. */
  private final class OnLoop implements EngineListener {

    /** For the loop alone: an end may come there before the beginning. */
    private boolean lost;

    @Override
    public void viewChanged(View view) {
      // Who else is there does not matter to whoever only listens.
    }

    @Override
    public void delivered(NodeName sender, Element message) {
      context.loop().post("epoch", () -> heard(sender, message));
    }

    @Override
    public void disconnected(String reason) {
      context
          .loop()
          .post(
              "lost " + GROUP,
              () -> {
                lost = true;
                leave();
                retry(reason);
              });
    }
  }
}
