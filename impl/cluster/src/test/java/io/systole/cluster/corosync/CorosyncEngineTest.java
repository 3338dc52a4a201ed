package io.systole.cluster.corosync;

import io.systole.cluster.EngineContract;
import io.systole.cluster.EngineHarness;
import io.systole.cluster.group.QuorumPolicy;
import java.util.List;

/** The contract, on nodes of the lab with a real Corosync. */
final class CorosyncEngineTest extends EngineContract {

  /** Corosync counts by its own rules: a majority, or two nodes of which either may act. */
  @Override
  protected EngineHarness cluster(QuorumPolicy quorum, List<String> nodes) throws Exception {
    if (quorum.expectedVotes() != nodes.size()) {
      throw new IllegalArgumentException("the lab's nodes have one vote each");
    }
    return new LabHarness(Lab.find(), nodes);
  }
}
