package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.fencing.FencingEffect.ReplyToClient;
import io.systole.protocol.fencing.FencingEffect.RunAgent;
import io.systole.protocol.fencing.FencingEvent.DevicesConfigured;
import io.systole.protocol.fencing.FencingEvent.FenceRequested;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Rounds under loss, crashes, restarts, partitions and failing devices: the promises of {@link
 * FencingMachine} hold in every seeded run.
 */
class FencingRoundsTest {

  private static final ImmutableList<NodeName> NODES =
      ImmutableList.of(FencingCluster.node(1), FencingCluster.node(2), FencingCluster.node(3));
  private static final NodeName OUTSIDER = FencingCluster.node(9);
  private static final int STEPS = 160;

  @Property(tries = 300)
  void everyRoundEndsOnceAndTruly(@ForAll long seed) {
    Run run = new Run(seed);
    for (int i = 0; i < STEPS; i++) {
      run.disturb();
    }
    run.heal();
    run.check();
  }

  /** One seed's run. */
  private static final class Run {
    final SplittableRandom random;
    final FencingCluster cluster = new FencingCluster();
    final Map<Long, Asked> asked = new HashMap<>();
    final Map<Aim, List<Long>> agentSuccesses = new HashMap<>();
    final Map<OperationId, Conclusion> decided = new HashMap<>();
    final List<Heard> heard = new ArrayList<>();
    long handles;

    /** A request, and when and of whom it was made. */
    record Asked(NodeName node, FencingCluster.Fencer fencer, Aim aim, long at) {}

    /** An answer. */
    record Heard(FencingCluster.Fencer fencer, ReplyToClient reply) {}

    Run(long seed) {
      random = new SplittableRandom(seed);
      NODES.forEach(this::start);
      cluster.view(cluster.alive());
    }

    void start(NodeName node) {
      cluster.start(node);
      ImmutableList.Builder<FenceDevice> devices = ImmutableList.builder();
      for (int i = 0; i < 2; i++) {
        if (random.nextInt(4) > 0) {
          FenceDevice device =
              FenceDevice.simple("d" + i, FencingCluster.node(1), FencingCluster.node(3), OUTSIDER)
                  .verified(random.nextBoolean());
          devices.add(random.nextBoolean() ? device : device.only(FencingAction.OFF));
        }
      }
      cluster.step(
          node,
          new DevicesConfigured(
              new Epoch(1, node),
              FencingConfiguration.of(devices.build().toArray(FenceDevice[]::new))));
    }

    void disturb() {
      NodeName node = pick(cluster.alive().asList());
      switch (random.nextInt(40)) {
        case 0 -> crash(node);
        case 1 -> restart();
        case 2 -> part();
        case 3 -> cluster.view(cluster.alive());
        case 4, 5 -> fireTimer(node);
        case 6, 7, 8 -> ask(node);
        case 9, 10, 11, 12, 13 -> finishAgent(node, pick(List.of(AgentOutcome.values())));
        default -> deliver(node);
      }
      collect();
    }

    private void deliver(NodeName node) {
      if (cluster.canDeliver(node)) {
        cluster.deliver(node);
      }
    }

    private void crash(NodeName node) {
      if (cluster.alive().size() > 1) {
        cluster.crash(node);
        cluster.view(cluster.alive());
      }
    }

    private void restart() {
      for (NodeName node : NODES) {
        if (!cluster.alive().contains(node)) {
          start(node);
          cluster.view(cluster.alive());
          return;
        }
      }
    }

    private void part() {
      ImmutableSortedSet<NodeName> alive = cluster.alive();
      NodeName alone = pick(alive.asList());
      if (alive.size() > 1) {
        cluster.view(alone);
        cluster.view(Sorted.without(alive, alone));
      }
    }

    private void fireTimer(NodeName node) {
      List<FencingTimer> timers = cluster.fencer(node).timers;
      if (!timers.isEmpty()) {
        cluster.fire(node, pick(timers));
      }
    }

    private void ask(NodeName node) {
      NodeName target = random.nextInt(3) == 0 ? OUTSIDER : pick(NODES);
      FencingAction action = pick(List.of(FencingAction.values()));
      FenceRequest request = FencingCluster.request(++handles, target, action);
      FencingCluster.Fencer fencer = cluster.fencer(node);
      asked.put(request.handle(), new Asked(node, fencer, request.aim(), cluster.now));
      cluster.step(node, new FenceRequested(request));
    }

    private void finishAgent(NodeName node, AgentOutcome outcome) {
      List<RunAgent> agents = cluster.fencer(node).agents;
      if (!agents.isEmpty()) {
        RunAgent run = pick(agents);
        if (outcome == AgentOutcome.SUCCEEDED) {
          agentSuccesses.computeIfAbsent(run.aim(), k -> new ArrayList<>()).add(cluster.now);
        }
        cluster.finish(node, run, outcome);
      }
    }

    private void collect() {
      for (NodeName node : cluster.alive()) {
        FencingCluster.Fencer fencer = cluster.fencer(node);
        fencer.replies.forEach(reply -> heard.add(new Heard(fencer, reply)));
        fencer.replies.forEach(this::checkSuccess);
        fencer.replies.clear();
        fencer.state().history().records().values().forEach(this::checkDecision);
      }
    }

    /** A success means that an agent succeeded after the request. */
    private void checkSuccess(ReplyToClient reply) {
      Asked request = asked.get(reply.handle());
      if (request == null || !reply.record().hasSucceeded()) {
        return;
      }
      Aim off = new Aim(request.aim().target(), FencingAction.OFF);
      boolean mapped = request.aim().action() == FencingAction.REBOOT;
      assertTrue(
          succeededAfter(request.aim(), request.at())
              || (mapped && succeededAfter(off, request.at())),
          () -> reply + " without an agent's success since " + request);
    }

    private boolean succeededAfter(Aim aim, long since) {
      return agentSuccesses.getOrDefault(aim, List.of()).stream().anyMatch(at -> at > since);
    }

    /** A decision is one for all, and forever. */
    private void checkDecision(FencingRecord record) {
      if (record.isDecided()) {
        Conclusion here = record.conclusion().orElseThrow();
        Conclusion before = decided.putIfAbsent(record.id(), here);
        assertTrue(before == null || before.equals(here), () -> before + " and " + record);
      }
    }

    /** No more faults: all nodes up, one view, and timers only where nothing else goes on. */
    void heal() {
      NODES.forEach(node -> {
        if (!cluster.alive().contains(node)) {
          start(node);
        }
      });
      cluster.view(cluster.alive());
      for (int i = 0; i < 1000; i++) {
        cluster.settle(this::healedAgent);
        collect();
        if (!fireAny()) {
          return;
        }
      }
      fail("the rounds do not end: " + last());
    }

    private AgentOutcome healedAgent(NodeName node, RunAgent run) {
      agentSuccesses.computeIfAbsent(run.aim(), k -> new ArrayList<>()).add(cluster.now);
      return AgentOutcome.SUCCEEDED;
    }

    private boolean fireAny() {
      for (NodeName node : cluster.alive()) {
        if (!cluster.fencer(node).timers.isEmpty()) {
          cluster.fire(node, cluster.fencer(node).timers.getFirst());
          return true;
        }
      }
      return false;
    }

    void check() {
      FencingHistory one = cluster.fencer(NODES.getFirst()).state().history();
      for (NodeName node : NODES) {
        FencingState state = cluster.fencer(node).state();
        assertTrue(state.rounds().isEmpty(), () -> "left: " + state.rounds() + last());
        assertTrue(state.calls().isEmpty(), () -> "left: " + state.calls() + last());
        assertTrue(state.leading().isEmpty(), () -> "left: " + state.leading() + last());
        assertEquals(one, state.history(), this::last);
        assertTrue(state.history().pending(r -> true).isEmpty(), this::last);
        checkNotices(cluster.fencer(node));
      }
      asked.forEach(this::checkAnswered);
    }

    private void checkAnswered(long handle, Asked request) {
      boolean alive = cluster.fencer(request.node()) == request.fencer();
      long answers =
          heard.stream()
              .filter(h -> h.fencer() == request.fencer() && h.reply().handle() == handle)
              .count();
      assertTrue(alive ? answers == 1 : answers <= 1, () -> request + " has " + answers + last());
    }

    /** Each subscriber hears of each decision once. */
    private void checkNotices(FencingCluster.Fencer fencer) {
      long all = fencer.notices.stream().filter(FencingRecord::isDecided).count();
      long different =
          fencer.notices.stream()
              .filter(FencingRecord::isDecided)
              .map(FencingRecord::id)
              .distinct()
              .count();
      assertEquals(different, all, () -> "told twice: " + fencer.notices);
    }

    private String last() {
      int size = cluster.transcript.size();
      return "\n" + String.join("\n", cluster.transcript.subList(Math.max(0, size - 80), size));
    }

    private <T> T pick(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }
  }
}
