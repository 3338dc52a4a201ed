package io.systole.protocol.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.kernel.Epoch;
import io.systole.kernel.Runner;
import io.systole.kernel.Step;
import io.systole.protocol.executor.ExecutorEffect.RememberEpoch;
import io.systole.protocol.executor.ExecutorEffect.RememberOrder;
import io.systole.protocol.executor.ExecutorEffect.RememberResource;
import io.systole.protocol.executor.ExecutorEffect.Run;
import io.systole.protocol.executor.ExecutorEffect.SetTimer;
import io.systole.protocol.executor.ExecutorEvent.CancelOrdered;
import io.systole.protocol.executor.ExecutorEvent.Ended;
import io.systole.protocol.executor.ExecutorEvent.EpochSeen;
import io.systole.protocol.executor.ExecutorEvent.ForgetOrdered;
import io.systole.protocol.executor.ExecutorEvent.Ordered;
import io.systole.protocol.executor.ExecutorEvent.Restarted;
import io.systole.protocol.executor.ExecutorEvent.TimerFired;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Coordinators that come and go order at random, agents end at random, the process is killed at
 * random. The invariants are checked by the runner after each step.
 */
final class ExecutorPropertiesTest {

  private static final List<String> OPERATIONS =
      List.of("start", "stop", "monitor", "promote", "demote", "notify");
  private static final Outcome[] OUTCOMES = {
    Samples.OK, Samples.FAILED, new Outcome(7, Outcome.DONE, ""), new Outcome(1, 2, "late")
  };

  /** The world round one executor. */
  private static final class World {

    final Random random;
    ExecutorState remembered = ExecutorState.initial(Samples.FIRST, 3);
    Runner<ExecutorState, ExecutorEvent, ExecutorEffect> runner = Samples.runner(remembered);
    final Map<Long, String> running = new HashMap<>();
    final Set<String> everRun = new HashSet<>();
    final List<Long> timers = new ArrayList<>();
    long now = 1000;

    World(long seed) {
      random = new Random(seed);
    }

    void step(ExecutorEvent event) throws XmlException {
      Step<ExecutorState, ExecutorEffect> step = runner.step(event, Samples.cause()).step();
      for (ExecutorEffect effect : step.effects()) {
        switch (effect) {
          case RememberResource r -> remember(Memory.of(r));
          case RememberEpoch e -> remember(Memory.of(e));
          case RememberOrder o -> remember(Memory.of(o));
          case Run(Call call, boolean _) -> run(call);
          case SetTimer(long callId, long _) -> timers.add(callId);
          case ExecutorEffect.CancelTimer(long callId) -> timers.remove(callId);
          case ExecutorEffect.Kill _, ExecutorEffect.Tell _, ExecutorEffect.TellForgotten _ -> {}
        }
      }
      assertEquals(lasting(runner.state()), lasting(remembered));
    }

    /** Through text, as it is really kept. */
    private void remember(Element element) throws XmlException {
      remembered = Memory.recall(remembered, Xml.parse(element.toString()));
    }

    private static String lasting(ExecutorState state) {
      ExecutorState lasting = state;
      for (ManagedResource resource : state.resources().values()) {
        lasting = lasting.with(resource.lasting());
      }
      return lasting.toString();
    }

    private void run(Call call) {
      String before = running.put(call.id(), call.order().resource());
      assertEquals(null, before, "call " + call.id() + " runs twice");
      assertEquals(
          running.size(),
          new HashSet<>(running.values()).size(),
          "two calls of one resource: " + running);
      if (!call.operation().canBeRepeated()) {
        assertEquals(true, everRun.add(call.order().key().toString()), call + " was run before");
      }
    }

    private <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    private Epoch epoch() {
      return new Epoch(random.nextInt(100) < 95 ? 1 + now / 1000 : 1, Samples.NODE);
    }

    private String resource() {
      return "r" + random.nextInt(5);
    }

    private OperationKey operation() {
      return random.nextInt(3) == 0
          ? new OperationKey("monitor", 10 + random.nextInt(2))
          : OperationKey.once(any(OPERATIONS));
    }

    ExecutorEvent event() {
      now += random.nextInt(40);
      int draw = random.nextInt(100);
      TransitionKey key =
          new TransitionKey(random.nextInt(30), now / 300 - random.nextInt(2), 0, "u" + now / 2000);
      if (draw < 40) {
        return new Ordered(epoch(), Samples.order(key, resource(), operation()), now);
      }
      if (draw < 70 && !running.isEmpty()) {
        long callId = any(new ArrayList<>(running.keySet()));
        running.remove(callId);
        return new Ended(callId, OUTCOMES[random.nextInt(OUTCOMES.length)], now, 5);
      }
      if (draw < 85 && !timers.isEmpty()) {
        return new TimerFired(timers.remove(random.nextInt(timers.size())));
      }
      if (draw < 90) {
        return new CancelOrdered(epoch(), resource(), operation());
      }
      if (draw < 93) {
        return new ForgetOrdered(epoch(), key, resource());
      }
      if (draw < 97) {
        return new EpochSeen(epoch());
      }
      return killed();
    }

    /** All agents are killed with the process, and the next begins with what was remembered. */
    private ExecutorEvent killed() {
      running.clear();
      timers.clear();
      runner = Samples.runner(remembered);
      return new Restarted(now);
    }
  }

  @Property(tries = 40)
  void theInvariantsHoldAndNothingIsForgotten(@ForAll long seed) throws XmlException {
    World world = new World(seed);
    for (int i = 0; i < 200; i++) {
      world.step(world.event());
    }
  }
}
