package io.systole.tools.local;

import com.google.common.collect.ImmutableList;
import io.systole.tools.status.ClusterStatus;
import io.systole.tools.status.ClusterStatus.Condition;
import io.systole.tools.status.ClusterStatus.Resource;
import io.systole.tools.status.ClusterStatus.Role;

/** Whether everything runs exactly where it should: once, or on every node, groups together. */
public final class Placement {

  private Placement() {}

  /** Whether all nodes are online and coordinated, though nothing need run. */
  public static boolean formed(ClusterStatus status, int nodes) {
    return status.quorate()
        && status.dc().isPresent()
        && status.nodes().size() == nodes
        && status.nodes().values().stream().allMatch(node -> node.condition() == Condition.ONLINE);
  }

  /** A sentence for all that is not as it should be when every node is there. */
  public static ImmutableList<String> faults(ClusterStatus status) {
    ImmutableList.Builder<String> faults = ImmutableList.builder();
    status.nodes().values().stream()
        .filter(node -> node.condition() != Condition.ONLINE)
        .forEach(node -> faults.add(node.name() + " is " + node.condition().word()));
    faults.addAll(resourceFaults(status));
    return faults.build();
  }

  /** A sentence for each resource that does not run where it should on the nodes that are there. */
  public static ImmutableList<String> resourceFaults(ClusterStatus status) {
    ImmutableList.Builder<String> faults = ImmutableList.builder();
    if (status.resources().isEmpty()) {
      faults.add("there are no resources");
    }
    long online =
        status.nodes().values().stream()
            .filter(node -> node.condition() == Condition.ONLINE)
            .count();
    for (Resource top : status.resources()) {
      long wanted = top.kind().equals("clone") ? online : 1;
      for (Resource primitive : top.primitives()) {
        addFaults(top, primitive, wanted, faults);
      }
    }
    return faults.build();
  }

  private static void addFaults(
      Resource top, Resource primitive, long wanted, ImmutableList.Builder<String> faults) {
    if (primitive.active().size() != wanted || primitive.active().containsValue(Role.FAILED)) {
      faults.add(primitive.id() + " runs on " + primitive.active() + ", not on " + wanted);
    }
    if (top.kind().equals("group")
        && !primitive.active().keySet().equals(top.primitives().getFirst().active().keySet())) {
      faults.add(primitive.id() + " is not with the rest of the group " + top.id());
    }
  }
}
