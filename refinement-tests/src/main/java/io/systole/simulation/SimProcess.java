package io.systole.simulation;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineListener;
import io.systole.cluster.inprocess.InProcessEngine;
import io.systole.kernel.Cause;
import io.systole.kernel.Durable;
import io.systole.kernel.Invariants;
import io.systole.kernel.Machine;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Sends;
import io.systole.kernel.View;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One life of one daemon: a machine, its mailbox, and what becomes of its effects. A durable effect
 * is on the disk before any that follows it leaves the process.
 *
 * @param <S> the machine's state
 * @param <E> its events
 * @param <F> its effects
 */
abstract class SimProcess<S, E, F> {

  private static final Duration TO_ANOTHER_PROCESS = Duration.ofNanos(40_000);

  final Cluster cluster;
  final SimNode node;
  final Role role;
  private final InProcessEngine engine;
  private final Runner<S, E, F> runner;
  private final Deque<Waiting<F>> effects = new ArrayDeque<>();
  private final Map<String, InProcessEngine.Timer> timers = new TreeMap<>();
  private boolean writing;

  /** What a machine is and begins with. */
  record Parts<S, E, F>(Machine<S, E, F> machine, S initial, Invariants<S> invariants) {}

  private record Waiting<F>(F effect, MessageId id) {}

  SimProcess(SimNode node, Role role, Parts<S, E, F> parts) {
    this.cluster = node.cluster();
    this.node = node;
    this.role = role;
    this.engine = cluster.network().engine(node.name(), role.word());
    this.runner =
        new Runner<>(
            role.word(),
            node.name(),
            node.lives(),
            cluster.sabotage().machine(role.word(), node.name(), parts.machine()),
            parts.initial(),
            parts.invariants(),
            cluster.trace());
  }

  /** Joins its groups and hears of the daemons beside it. */
  abstract void start();

  /** Carries out one effect. */
  abstract void perform(F effect, MessageId id);

  /** What a durable effect puts onto the disk. */
  void store(F effect) {
    throw new IllegalStateException(role + " has no place for " + effect);
  }

  /** The machine took a step; the event was not allowed if {@code refused}. */
  void stepped(E event, boolean refused) {}

  final S state() {
    return runner.state();
  }

  final boolean isAlive() {
    return engine.isAlive();
  }

  /** How the promises and the story call it. */
  final String name() {
    return node.nameOf(role);
  }

  /** Takes a step and sets its effects going; tells whether the event was allowed. */
  final boolean handle(E event, Cause cause) {
    Runner.Result<S, F> result;
    try {
      result = runner.step(event, cause);
    } catch (RuntimeException e) {
      cluster.story().told(name() + " dies of " + event);
      throw new BrokenPromise(Promise.NOTHING_CRASHES, name() + " dies of " + event + ": " + e, e);
    }
    cluster.story().stepped(node.name(), role.word(), event, result.step().refusal());
    boolean refused = result.step().refusal().isPresent();
    int sent = 0;
    for (F effect : result.step().effects()) {
      MessageId id = effect instanceof Sends ? result.sends().get(sent++) : NO_MESSAGE;
      effects.add(new Waiting<>(effect, id));
    }
    stepped(event, refused);
    drain();
    return !refused;
  }

  private static final MessageId NO_MESSAGE = new MessageId(new NodeName("none"), 0, 0, 0);

  final boolean local(E event, String what) {
    return handle(event, new Cause.Local(what));
  }

  private void drain() {
    while (!writing && !effects.isEmpty()) {
      Waiting<F> next = effects.getFirst();
      if (next.effect() instanceof Durable) {
        writing = true;
        after(
            cluster.chances().syncTime(),
            () -> {
              writing = false;
              store(effects.remove().effect());
              drain();
            });
      } else {
        effects.remove();
        perform(next.effect(), next.id());
      }
    }
  }

  /** The process is gone; what it was just writing may have reached the disk or not. */
  final void died() {
    if (writing && cluster.draws(Concern.DISKS).chance(500)) {
      store(effects.getFirst().effect());
    }
  }

  /** Lets a process do something soon, if it is alive then. */
  final void tell(Runnable action) {
    after(TO_ANOTHER_PROCESS, action);
  }

  final InProcessEngine.Timer after(Duration delay, Runnable action) {
    return engine.after(delay, action);
  }

  final void startTimer(Object timer, Duration delay, E event) {
    cancelTimer(timer);
    timers.put(
        timer.toString(),
        after(
            delay,
            () -> {
              timers.remove(timer.toString());
              handle(event, new Cause.Fired(timer.toString()));
            }));
  }

  final void cancelTimer(Object timer) {
    InProcessEngine.Timer known = timers.remove(timer.toString());
    if (known != null) {
      known.cancel();
    }
  }

  /** What a process does with what a group says. */
  record Ears(Consumer<View> views, MessageListener messages) {}

  /** Hears a message with the id of the step that sent it. */
  @FunctionalInterface
  interface MessageListener {
    void heard(NodeName sender, Wire.Letter letter);
  }

  /** Joins a group. A process that the engine cuts off ends, and the supervisor starts another. */
  final ClusterEngine.Group join(String group, Ears ears) {
    try {
      return engine.join(
          group,
          new EngineListener() {
            @Override
            public void viewChanged(View view) {
              ears.views().accept(view);
            }

            @Override
            public void delivered(NodeName sender, Element message) {
              ears.messages().heard(sender, cluster.wire().receive(message));
            }

            @Override
            public void disconnected(String reason) {
              cluster.story().told(name() + " is cut off: " + reason);
              node.kill(role);
            }
          });
    } catch (EngineException e) {
      throw new IllegalStateException(name() + " could not join " + group, e);
    }
  }
}
