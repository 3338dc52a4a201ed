package io.systole.simulation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Brings faults about, until it is told to stop and to mend everything. */
final class Chaos implements Power {

  private static final ImmutableList<Role> ROLES = ImmutableList.copyOf(Role.values());

  /** How far clocks are set: by what a time server mends, a wrong time zone, a wrong date. */
  private static final ImmutableList<Duration> CLOCK_STEPS =
      ImmutableList.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(-5),
          Duration.ofHours(1),
          Duration.ofHours(-1),
          Duration.ofDays(1),
          Duration.ofDays(-1));

  /** Who is parted from whom. */
  private enum Parting {
    /** Any from any others. */
    TWO_SIDES,
    /** One from all others. */
    ONE_ALONE,
    /** Each from each. */
    ALL_ALONE,
    /** One side does not hear the other, which hears it. */
    ONE_DIRECTION
  }

  private static final ImmutableList<Parting> PARTINGS = ImmutableList.copyOf(Parting.values());

  private final Cluster cluster;
  private final FaultOptions options;
  private final Draws draws;
  private final ConfigurationClient client;
  private ImmutableSortedMap<NodeName, SimNode> nodes = ImmutableSortedMap.of();
  private boolean stopped;

  /**
   * @param draws of which each strike has a series of its own
   */
  Chaos(Cluster cluster, FaultOptions options, Draws draws) {
    this.cluster = cluster;
    this.options = options;
    this.draws = draws;
    this.client = new ConfigurationClient(cluster);
  }

  void nodesAre(ImmutableSortedMap<NodeName, SimNode> all) {
    nodes = all;
  }

  ConfigurationClient client() {
    return client;
  }

  /** From now on faults happen. */
  void begin(Iterable<Strike> strikes) {
    cluster
        .conditions()
        .failures(options.agentFailuresPerMille(), options.switchFailuresPerMille());
    for (Strike strike : strikes) {
      later(
          strike.at(),
          () -> {
            if (!stopped) {
              strike(strike.kind(), draws.fork(strike.number()));
            }
          });
    }
  }

  /** Faults end, and all that is broken is mended. */
  void end() {
    stopped = true;
    cluster.conditions().heal();
    cluster.network().heal();
    for (SimNode node : nodes.values()) {
      node.disk().fill(false);
      node.setClock(Duration.ZERO);
      if (node.isUp()) {
        resume(node);
      }
      if (!node.isUp() || node.hasLeft()) {
        later(power().seconds(1, 10), () -> bootAgain(node));
      }
    }
  }

  private void bootAgain(SimNode node) {
    if (node.isUp() && node.hasLeft()) {
      node.crash();
    }
    powerOn(node.name());
  }

  private Draws power() {
    return cluster.draws(Concern.POWER);
  }

  private void strike(FaultKind kind, Draws own) {
    SimNode node = nodes.values().asList().get(own.below(nodes.size()));
    if (!node.isUp()) {
      return;
    }
    Role role = ROLES.get(own.below(ROLES.size()));
    cluster.story().told(kind + " of " + node.name() + " (" + role.word() + ")");
    switch (kind) {
      case NODE_CRASH -> crash(node);
      case NODE_PAUSE -> pause(node, own.between(Duration.ofMillis(300), Duration.ofSeconds(25)));
      case PARTITION -> part(node, own);
      case LINK_CUT -> cut(node, own);
      case CLOG -> clog(node, own);
      case MESSAGE_LOSS -> cluster.network().lose(node.name());
      case DAEMON_KILL -> node.kill(role);
      case DAEMON_PAUSE ->
          pause(node, role, own.between(Duration.ofMillis(300), Duration.ofSeconds(25)));
      case RESOURCE_FAILURE -> failResource(node, own);
      case DISK_FULL -> fill(node, own);
      case CLOCK_STEP -> stepClock(node, own);
      case CONFIGURATION_CHANGE -> client.change(node);
    }
  }

  /** Ends a node as if its cable were pulled. */
  void crash(SimNode node) {
    node.crash();
    cluster.world().crashed(node.name());
    later(power().seconds(15, 60), () -> powerOn(node.name()));
  }

  void pause(SimNode node, Duration span) {
    cluster.network().pause(node.name());
    later(span, () -> resume(node));
  }

  private void resume(SimNode node) {
    cluster.network().resume(node.name());
    for (Role role : Role.values()) {
      if (node.isUp()) {
        cluster.network().resumeProcess(node.name(), role.word());
      }
    }
  }

  void pause(SimNode node, Role role, Duration span) {
    cluster.network().pauseProcess(node.name(), role.word());
    later(
        span,
        () -> {
          if (node.isUp()) {
            cluster.network().resumeProcess(node.name(), role.word());
          }
        });
  }

  private void part(SimNode node, Draws own) {
    Predicate<NodeName> drawn = name -> own.chance(500);
    Set<NodeName> one = nodes.keySet().stream().filter(drawn).collect(Collectors.toSet());
    Set<NodeName> other = Sets.difference(nodes.keySet(), one);
    switch (PARTINGS.get(own.below(PARTINGS.size()))) {
      case TWO_SIDES -> partition(List.of(one, other));
      case ONE_ALONE ->
          partition(List.of(Sets.difference(nodes.keySet(), ImmutableSet.of(node.name()))));
      case ALL_ALONE -> partition(List.of());
      case ONE_DIRECTION -> {
        cluster.story().told(ImmutableSortedSet.copyOf(other) + " do not hear the others");
        one.forEach(from -> other.forEach(to -> cluster.network().cut(from, to)));
      }
    }
    later(own.seconds(2, 40), () -> cluster.network().heal());
  }

  void partition(List<Set<NodeName>> parts) {
    cluster.story().told("parts " + parts.stream().map(ImmutableSortedSet::copyOf).toList());
    cluster.network().partition(parts);
  }

  private void cut(SimNode from, Draws own) {
    SimNode to = nodes.values().asList().get(own.below(nodes.size()));
    if (to != from) {
      cluster.network().cut(from.name(), to.name());
      later(own.seconds(1, 20), () -> cluster.network().heal());
    }
  }

  private void clog(SimNode node, Draws own) {
    cluster.network().clog(node.name(), own.between(Duration.ofMillis(100), Duration.ofSeconds(3)));
    later(own.seconds(1, 20), () -> cluster.network().heal());
  }

  private void failResource(SimNode node, Draws own) {
    ImmutableSortedSet<String> running = cluster.world().runningOn(node.name());
    if (!running.isEmpty()) {
      String resource = running.asList().get(own.below(running.size()));
      if (own.chance(500)) {
        cluster.story().told(resource + " ends by itself on " + node.name());
        cluster.world().stopped(node.name(), resource);
      } else {
        cluster.story().told(resource + " ceases to work on " + node.name());
        cluster.world().runs(node.name(), resource, false);
      }
    }
  }

  private void stepClock(SimNode node, Draws own) {
    Duration step = CLOCK_STEPS.get(own.below(CLOCK_STEPS.size()));
    cluster.story().told("the clock of " + node.name() + " is set by " + step);
    node.setClock(step);
    later(own.seconds(5, 60), () -> node.setClock(Duration.ZERO));
  }

  private void fill(SimNode node, Draws own) {
    node.disk().fill(true);
    later(own.seconds(1, 20), () -> node.disk().fill(false));
  }

  @Override
  public void powerOff(NodeName name, boolean andOn) {
    SimNode node = node(name);
    if (node.isUp()) {
      node.crash();
    }
    cluster.world().fenced(name);
    if (andOn || stopped) {
      later(power().seconds(3, 12), () -> powerOn(name));
    }
  }

  @Override
  public void powerOn(NodeName name) {
    SimNode node = node(name);
    if (!node.isUp()) {
      cluster.story().told(name + " boots");
      node.boot();
    }
  }

  private SimNode node(NodeName name) {
    SimNode node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no node " + name + "; there are " + nodes.keySet());
    }
    return node;
  }

  private void later(Duration span, Runnable action) {
    cluster.network().time().after(span, action);
  }
}
