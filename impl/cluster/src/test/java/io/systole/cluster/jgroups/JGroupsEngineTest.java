package io.systole.cluster.jgroups;

import io.systole.cluster.EngineContract;
import io.systole.cluster.EngineHarness;
import io.systole.cluster.group.QuorumPolicy;
import java.util.List;

/** The contract, on real sockets. */
final class JGroupsEngineTest extends EngineContract {

  @Override
  protected EngineHarness cluster(QuorumPolicy quorum, List<String> nodes) throws Exception {
    return new JGroupsHarness(quorum, nodes);
  }
}
