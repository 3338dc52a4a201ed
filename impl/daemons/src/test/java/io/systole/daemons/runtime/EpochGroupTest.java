package io.systole.daemons.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EpochGroupTest {

  private static final NodeName NODE = new NodeName("node1");
  private static final Epoch SEVEN = new Epoch(7, new NodeName("node2"));
  private static final Epoch EIGHT = new Epoch(8, new NodeName("node3"));

  private final BlockingQueue<Epoch> seen = new LinkedBlockingQueue<>();
  private final Engine engine = new Engine();
  private final Context context = new Context(engine);

  @BeforeEach
  void begin() {
    context.loop().start();
    context.log().setLevel(Level.OFF);
  }

  @AfterEach
  void end() {
    context.loop().stop();
  }

  private Epoch next() throws InterruptedException {
    Epoch epoch = seen.poll(20, TimeUnit.SECONDS);
    if (epoch == null) {
      throw new AssertionError("no epoch was seen");
    }
    return epoch;
  }

  @Test
  void whatADcSaysIsHeardAndWhatIsNoEpochIsPassedOver() throws InterruptedException {
    try (EpochGroup _ = EpochGroup.join(context, seen::add)) {
      EngineListener listener = engine.joined();
      listener.delivered(NODE, Element.of("nonsense"));
      listener.delivered(NODE, Element.of("epoch", "epoch", "-1", "coordinator", ""));
      listener.delivered(SEVEN.coordinator(), EpochWord.of(SEVEN));
      assertEquals(SEVEN, next());
    }
  }

  @Test
  void theGroupIsJoinedAgainWhenTheEngineWasLostOrWasNotThere() throws InterruptedException {
    engine.refusals.set(2);
    try (EpochGroup _ = EpochGroup.join(context, seen::add)) {
      engine.joined().disconnected("the test says so");
      engine.joined().delivered(EIGHT.coordinator(), EpochWord.of(EIGHT));
      assertEquals(EIGHT, next());
    }
  }

  /** Lets whoever joins hear what the test says. */
  private static final class Engine implements ClusterEngine {

    final AtomicInteger refusals = new AtomicInteger();
    private final BlockingQueue<EngineListener> listeners = new LinkedBlockingQueue<>();

    EngineListener joined() throws InterruptedException {
      EngineListener listener = listeners.poll(20, TimeUnit.SECONDS);
      if (listener == null) {
        throw new AssertionError("nobody joined");
      }
      return listener;
    }

    @Override
    public NodeName self() {
      return NODE;
    }

    @Override
    public Group join(String group, EngineListener listener) throws EngineException {
      if (refusals.getAndDecrement() > 0) {
        throw new EngineException("not yet");
      }
      listeners.add(listener);
      return new Group() {
        @Override
        public void multicast(Element message) {
          throw new IllegalStateException("a listener says nothing, but said " + message);
        }

        @Override
        public void close() {
          // There is nothing to give back.
        }
      };
    }

    @Override
    public void close() {
      // There is nothing to give back.
    }
  }

  /** A role's surroundings without the role. */
  private record Context(ClusterEngine engine, EventLoop loop) implements RoleContext {

    Context(ClusterEngine engine) {
      this(
          engine,
          new EventLoop(
              "test",
              cause -> {
                throw new AssertionError(cause);
              }));
    }

    @Override
    public String role() {
      return "test";
    }

    @Override
    public NodeConfiguration configuration() {
      Path folder = Path.of("/nowhere");
      return new NodeConfiguration(
          folder.resolve("systole.xml"),
          "test",
          NODE,
          folder,
          folder,
          folder,
          Optional.empty(),
          Optional.empty(),
          new NodeConfiguration.Engine(
              NodeConfiguration.EngineType.JGROUPS, 1, false, Optional.empty(), ImmutableList.of()),
          new NodeConfiguration.Agents(ImmutableList.of(), ImmutableList.of()),
          NodeConfiguration.Supervision.DEFAULT);
    }

    @Override
    public Logger log() {
      return Logger.getLogger("test");
    }

    @Override
    public String build() {
      return "test";
    }

    @Override
    public long incarnation() {
      return 1;
    }

    @Override
    public Optional<Path> image() {
      return Optional.empty();
    }

    @Override
    public ClusterEngine openEngine() {
      return engine;
    }

    @Override
    public void fatal(Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
