package io.systole.cluster.jgroups;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.group.NodeView;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jgroups.Address;
import org.jgroups.View;

/**
 * Which address of a JGroups view stands for which node. Where two have one name the older does:
 * either the newer is a node that started before its last life was seen to be over, and takes its
 * place then, or it is a second node of the same name, and never does. All members of a view decide
 * alike, for the view has an order.
 */
final class Roster {

  private final View view;
  private final TreeMap<NodeName, Address> addresses = new TreeMap<>();
  private final Map<Address, NodeName> names = new HashMap<>();

  Roster(View view) {
    this.view = view;
    for (Address address : view.getMembers()) {
      NodeAddress.name(address)
          .ifPresent(name -> {
            if (addresses.putIfAbsent(name, address) == null) {
              names.put(address, name);
            }
          });
    }
  }

  /** The node that an address stands for. */
  Optional<NodeName> name(Address address) {
    return Optional.ofNullable(names.get(address));
  }

  /** The oldest node. */
  Address sequencer() {
    return view.getMembers().stream().filter(names::containsKey).findFirst().orElseThrow();
  }

  boolean holds(Address address) {
    return names.containsKey(address);
  }

  /** The addresses that stand for no node, for the report. */
  List<Address> others() {
    return view.getMembers().stream().filter(address -> !names.containsKey(address)).toList();
  }

  NodeView nodes() {
    NodeName creator =
        NodeAddress.name(view.getViewId().getCreator()).orElseGet(addresses::firstKey);
    return new NodeView(
        new ViewId(view.getViewId().getId(), creator),
        ImmutableSortedSet.copyOf(addresses.keySet()));
  }
}
