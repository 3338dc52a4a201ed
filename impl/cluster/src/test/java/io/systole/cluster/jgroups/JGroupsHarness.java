package io.systole.cluster.jgroups;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineHarness;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.kernel.NodeName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jgroups.JChannel;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;

/** Nodes with a channel each on the loopback interface of one JVM. */
final class JGroupsHarness implements EngineHarness {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final byte[] KEY = new byte[32];

  private final QuorumPolicy quorum;
  private final ImmutableSortedMap<NodeName, InetSocketAddress> members;
  private final TreeMap<String, JGroupsEngine> engines = new TreeMap<>();

  JGroupsHarness(QuorumPolicy quorum, List<String> nodes) throws Exception {
    this.quorum = quorum;
    ImmutableSortedMap.Builder<NodeName, InetSocketAddress> addresses =
        ImmutableSortedMap.naturalOrder();
    for (String node : nodes) {
      addresses.put(
          new NodeName(node),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next()));
    }
    this.members = addresses.buildOrThrow();
  }

  @Override
  public ClusterEngine start(String node) throws EngineException {
    JGroupsEngine engine = JGroupsEngine.open(options(node, ClusterKey.of(KEY)));
    engines.put(node, engine);
    return engine;
  }

  JGroupsOptions options(String node, ClusterKey key) {
    return new JGroupsOptions(
        new NodeName(node), "test", key, quorum, members, Duration.ofMillis(1500));
  }

  /** Starts a node called {@code name} where {@code place} should listen. */
  JGroupsEngine startAt(String place, String name) throws EngineException {
    ImmutableSortedMap.Builder<NodeName, InetSocketAddress> confused =
        ImmutableSortedMap.naturalOrder();
    members.forEach((node, address) -> {
      boolean swapped = node.value().equals(place) || node.value().equals(name);
      String as = node.value().equals(place) ? name : place;
      confused.put(swapped ? new NodeName(as) : node, address);
    });
    return JGroupsEngine.open(
        new JGroupsOptions(
            new NodeName(name),
            "test",
            ClusterKey.of(KEY),
            quorum,
            confused.buildOrThrow(),
            Duration.ofMillis(1500)));
  }

  @Override
  public void crash(String node) {
    JGroupsEngine engine = engine(node);
    discard(engine).discardAll(true);
    engine.close();
    engines.remove(node);
  }

  @Override
  public void partition(List<List<String>> parts) {
    for (List<String> part : parts) {
      for (String node : part) {
        DISCARD discard = discard(engine(node));
        for (Map.Entry<String, JGroupsEngine> other : engines.entrySet()) {
          if (!part.contains(other.getKey())) {
            discard.addIgnoreMember(channel(other.getValue()).getAddress());
          }
        }
      }
    }
  }

  @Override
  public void heal() {
    for (JGroupsEngine engine : engines.values()) {
      DISCARD discard = channel(engine).getProtocolStack().findProtocol(DISCARD.class);
      if (discard != null) {
        discard.resetIgnoredMembers();
      }
    }
  }

  @Override
  public void cutOff(String node) {
    channel(engine(node)).close();
  }

  @Override
  public void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Override
  public void close() {
    engines.values().parallelStream().forEach(JGroupsEngine::close);
  }

  private JGroupsEngine engine(String node) {
    JGroupsEngine engine = engines.get(node);
    if (engine == null) {
      throw new IllegalStateException("node " + node + " does not run");
    }
    return engine;
  }

  private static DISCARD discard(JGroupsEngine engine) {
    try {
      DISCARD discard = new DISCARD();
      discard.setAddress(channel(engine).getAddress());
      channel(engine)
          .getProtocolStack()
          .insertProtocol(discard, ProtocolStack.Position.ABOVE, TP.class);
      return discard;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static JChannel channel(JGroupsEngine engine) {
    return engine.channel().jgroups();
  }
}
