package io.systole.refinement.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.protocol.fencing.AgentOutcome;
import io.systole.protocol.fencing.Aim;
import io.systole.protocol.fencing.FencingConfiguration;
import io.systole.refinement.bus.Names;

/**
 * The constants of {@code spec/fencing/Fencing.tla}.
 *
 * @param configurations the devices of each fencer, and the topology
 * @param wishes what clients ask for, in order
 * @param timers the kinds of timers that fire
 * @param strays whether things come that have to be refused
 * @param newEpochs the numbers of epochs that become known from outside
 */
public record FencingModel(
    Names names,
    ImmutableSortedMap<NodeName, FencingConfiguration> configurations,
    ImmutableList<Wish> wishes,
    ImmutableSet<AgentOutcome> outcomes,
    ImmutableSet<String> timers,
    boolean strays,
    ImmutableList<Long> newEpochs,
    int maxViews,
    int maxCrashes) {

  /**
   * What a client asks for.
   *
   * @param at the nodes of which one is asked
   * @param epoch the number of the coordinator's epoch, or 0
   */
  public record Wish(ImmutableSortedSet<NodeName> at, Aim aim, long epoch) {}

  ImmutableSortedSet<NodeName> fencers() {
    return configurations.keySet();
  }

  /** What a coordinator says of a fencer's devices: the last one alone knows of some. */
  FencingConfiguration told(NodeName fencer, long epoch) {
    FencingConfiguration all = configuration(fencer);
    return newEpochs.stream().anyMatch(later -> later > epoch)
        ? new FencingConfiguration(ImmutableSortedMap.of(), all.topology())
        : all;
  }

  FencingConfiguration configuration(NodeName fencer) {
    return configurations.getOrDefault(fencer, FencingConfiguration.EMPTY);
  }
}
