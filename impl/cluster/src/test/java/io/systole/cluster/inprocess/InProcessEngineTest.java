package io.systole.cluster.inprocess;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineContract;
import io.systole.cluster.EngineHarness;
import io.systole.cluster.group.QuorumPolicy;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The contract, on virtual time. */
final class InProcessEngineTest extends EngineContract {

  @Override
  protected EngineHarness cluster(QuorumPolicy quorum, List<String> nodes) {
    return new Harness(
        new InProcessNetwork(
            InProcessOptions.of(42, quorum), nodes.stream().map(NodeName::new).toList()));
  }

  private record Harness(InProcessNetwork network) implements EngineHarness {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Override
    public ClusterEngine start(String node) {
      network.start(new NodeName(node));
      return network.engine(new NodeName(node));
    }

    @Override
    public void crash(String node) {
      network.crash(new NodeName(node));
    }

    @Override
    public void partition(List<List<String>> parts) {
      network.partition(
          parts.stream()
              .map(part -> part.stream().map(NodeName::new).collect(Collectors.toSet()))
              .toList());
    }

    @Override
    public void heal() {
      network.heal();
    }

    @Override
    public void cutOff(String node) {
      network.pauseProcess(new NodeName(node), "main");
      network.time().runFor(network.options().clientTimeout().plusSeconds(1));
      network.resumeProcess(new NodeName(node), "main");
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
      Duration end = network.time().now().plus(LONGEST);
      while (!condition.getAsBoolean()) {
        if (!network.time().runNext() || network.time().now().compareTo(end) > 0) {
          throw new AssertionError(
              "waited in vain for " + what + "; the network did " + network.faults());
        }
      }
    }

    @Override
    public void close() {}
  }
}
