package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;
import java.util.Optional;

/**
 * What the controller tells its fencer: the devices that this node may use, and the topology.
 *
 * @param devices by id
 * @param topology the levels of each node that has some, first to be tried first
 */
public record FencingConfiguration(
    ImmutableSortedMap<String, FenceDevice> devices,
    ImmutableSortedMap<NodeName, ImmutableList<FencingLevel>> topology) {

  /** More devices on one node are not accepted. */
  public static final int MAX_DEVICES = 1000;

  public static final FencingConfiguration EMPTY =
      new FencingConfiguration(ImmutableSortedMap.of(), ImmutableSortedMap.of());

  public static FencingConfiguration of(FenceDevice... devices) {
    ImmutableSortedMap.Builder<String, FenceDevice> byId = ImmutableSortedMap.naturalOrder();
    for (FenceDevice device : devices) {
      byId.put(device.id(), device);
    }
    return new FencingConfiguration(byId.buildOrThrow(), ImmutableSortedMap.of());
  }

  public Optional<FenceDevice> device(String id) {
    return Optional.ofNullable(devices.get(id));
  }

  /** The levels by which {@code target} is fenced; at least one. */
  public ImmutableList<FencingLevel> levels(NodeName target) {
    return topology.getOrDefault(target, ImmutableList.of(FencingLevel.ANY_DEVICE));
  }
}
