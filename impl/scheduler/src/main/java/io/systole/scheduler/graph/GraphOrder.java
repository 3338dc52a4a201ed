package io.systole.scheduler.graph;

import io.systole.scheduler.actions.Action;
import io.systole.scheduler.actions.Actions;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.state.Replica;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order of the actions in a graph. It binds nobody, but whoever can run several at once begins
 * with the first, so it is the field's: resource by resource, of each the latest thought of first;
 * what belongs to no resource, or to a bundle as a whole, last.
 */
final class GraphOrder {

  private final Actions actions;
  private final List<List<Action>> ofResource = new ArrayList<>();
  private final List<Action> sorted = new ArrayList<>();

  private GraphOrder(OrderedActions ordered) {
    this.actions = ordered.actions();
    int resources = actions.cluster().resources().size();
    for (int i = 0; i < resources; i++) {
      ofResource.add(new ArrayList<>());
    }
  }

  static List<Action> of(OrderedActions actions) {
    return new GraphOrder(actions).order(actions.all());
  }

  private List<Action> order(List<Action> all) {
    List<Action> others = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      Action action = all.get(i);
      Resource resource = action.resource();
      if (resource == null || resource.isBundle()) {
        others.add(action);
      } else {
        ofResource.get(resource.index()).add(action);
      }
    }
    ofResource.forEach(own -> own.sort(Comparator.comparingInt(Action::place).reversed()));
    actions.assignment().order().forEach(this::add);
    others.sort(Comparator.comparingInt(Action::place).reversed());
    sorted.addAll(others);
    return sorted;
  }

  private void add(Resource resource) {
    boolean partsFirst = resource.isClone();
    if (!partsFirst) {
      sorted.addAll(ofResource.get(resource.index()));
    }
    parts(resource).forEach(this::add);
    if (partsFirst) {
      sorted.addAll(ofResource.get(resource.index()));
    }
  }

  /** Of a bundle what runs in it comes first, then replica by replica what that is made of. */
  private List<Resource> parts(Resource resource) {
    if (!resource.isBundle()) {
      return actions.children(resource);
    }
    List<Resource> parts = new ArrayList<>();
    Resource content = resource.content();
    if (content != null) {
      parts.add(content);
    }
    for (Replica replica : resource.replicas()) {
      parts.addAll(replica.outside());
    }
    return parts;
  }
}
