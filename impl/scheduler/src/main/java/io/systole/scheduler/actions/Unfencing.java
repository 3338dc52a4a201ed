package io.systole.scheduler.actions;

import static io.systole.scheduler.preferences.Relation.ORDERED;
import static io.systole.scheduler.preferences.Relation.THEN_IMPLIES_FIRST;

import io.systole.scheduler.preferences.Relation;
import io.systole.scheduler.state.Digests;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fence and unfence actions of a node (Pacemaker Explained, "Unfencing"). */
final class Unfencing {

  /** Parameters that are taken for secrets where an agent does not say which are. */
  private static final List<String> SECRETS = List.of("passwd", "password", "user");

  /** What is told of a device that is of another kind now. */
  static final String DEFINITION_CHANGED = "Device definition changed";

  /** What is told of a device that is given something else now. */
  static final String PARAMETERS_CHANGED = "Device parameters changed";

  private final Draft draft;
  private final Digests digests;

  Unfencing(Draft draft) {
    this.draft = draft;
    this.digests = new Digests(draft.cluster, draft.assignment::node);
  }

  private boolean counts() {
    return !draft.cluster.unfencingDevices().isEmpty();
  }

  /** The action that lets a node reach what it was cut off from. */
  Action action(Node node) {
    return fence(node, "on");
  }

  /** The action that fences a node; not needed until someone says so. */
  Action fence(Node node, String how) {
    String key = "stonith-" + node.name() + "-" + how;
    Action known = draft.table.point(key);
    if (known != null) {
      return known;
    }
    Action action = draft.action(Action.Name.point("stonith", key), node, true);
    action.meta.put("stonith_action", how);
    if (counts()) {
      tellDevices(action, node);
    }
    return action;
  }

  // What the devices are

  /** Tells the fencer what each device is like now, so that it is seen when one has changed. */
  private void tellDevices(Action action, Node node) {
    StringBuilder all = new StringBuilder();
    StringBuilder open = new StringBuilder();
    for (Resource device : devices()) {
      Map<String, String> parameters = digests.parameters(device, node, "stonith-on", 0);
      String head = device.id() + ":" + device.agent().type() + ":";
      String allOfIt = head + Digests.digest(parameters);
      String openOfIt = head + Digests.digest(Digests.withoutSecrets(parameters, SECRETS, device));
      all.append(allOfIt).append(',');
      open.append(openOfIt).append(',');
      String known = node.attribute("#digests-all").orElse(allOfIt);
      String knownOpen = node.attribute("#digests-secure").orElse("");
      if (!known.contains(allOfIt) && !knownOpen.contains(openOfIt)) {
        require(action, node, PARAMETERS_CHANGED);
      }
    }
    action.meta.put("digests_all", all.toString());
    action.meta.put("digests_secure", open.toString());
  }

  /** The devices that unfence, the last configured one first. */
  private List<Resource> devices() {
    List<Resource> devices = new ArrayList<>();
    for (Resource resource : draft.cluster.resources()) {
      if (draft.cluster.unfencingDevices().contains(resource.id())) {
        devices.addFirst(resource);
      }
    }
    return devices;
  }

  /** The first to ask for it is the one that is told of. */
  private void require(Action unfence, Node node, String reason) {
    if (draft.cluster.canFence(node)) {
      unfence.optional = false;
      unfence.reason = unfence.reason.isEmpty() ? reason : unfence.reason;
    }
  }

  // What makes it necessary

  static boolean unfenced(Node node) {
    String value = node.attribute("#node-unfenced").orElse("0");
    return !value.equals("0") && !value.isEmpty();
  }

  /** A device was changed: what it cut off or let in before no longer holds. */
  void deviceChanged(Resource device, Node node, String reason) {
    if (counts() && device.isFenceDevice()) {
      trigger(node, reason);
    }
  }

  /** A device was changed that goes on without a restart, on whatever node it may be. */
  void deviceChanged(Resource device) {
    for (Node node : draft.cluster.nodes()) {
      if (draft.assignment.scores(device).has(node.index())) {
        deviceChanged(device, node, PARAMETERS_CHANGED);
      }
    }
  }

  private void trigger(Node node, String reason) {
    if (draft.conditions.clean(node) && !draft.conditions.shutdown(node)) {
      require(action(node), node, reason);
    }
  }

  /** What needs an unfenced node, and the devices themselves, come after the unfencing. */
  void order(Resource resource, Node node, Action action, Relation relation) {
    boolean needs =
        counts()
            && (resource.isFenceDevice() || resource.requires() == Resource.Requires.UNFENCING);
    if (!needs) {
      return;
    }
    Action unfence = action(node);
    draft.order(Order.End.only(unfence), Order.End.of(action), "unfencing", relation, ORDERED);
    if (!unfenced(node)) {
      trigger(node, "required by " + resource.id() + " " + action.task);
    }
  }

  /** While a node is unfenced nothing may use what it is given access to. */
  void orderStop(Resource resource, Node node, Action stop) {
    if (counts() && resource.requires() == Resource.Requires.UNFENCING) {
      draft.order(
          Order.End.of(stop), Order.End.only(action(node)), "unfencing", THEN_IMPLIES_FIRST);
    }
  }
}
