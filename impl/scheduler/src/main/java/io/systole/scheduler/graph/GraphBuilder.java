package io.systole.scheduler.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.cib.options.ClusterOption;
import io.systole.scheduler.actions.Action;
import io.systole.scheduler.ordering.Link;
import io.systole.scheduler.ordering.OrderedActions;
import io.systole.scheduler.state.Options;
import io.systole.scheduler.state.Resource;
import io.systole.xml.Element;
import java.util.BitSet;
import java.util.List;

/** Takes what has to be done, and what each waits for, from all that might be done. */
public final class GraphBuilder {

  private final OrderedActions ordered;
  private final Inputs inputs;
  private final ActionWriter writer;

  private GraphBuilder(OrderedActions ordered) {
    this.ordered = ordered;
    this.inputs = new Inputs(ordered);
    this.writer = new ActionWriter(ordered);
  }

  public static TransitionGraph build(OrderedActions ordered) {
    return new GraphBuilder(ordered).build();
  }

  private TransitionGraph build() {
    List<Action> all = ordered.all();
    BitSet chosen = new BitSet(all.size());
    for (Action action : all) {
      chosen.set(action.index(), inputs.inGraph(action));
    }
    ImmutableList.Builder<TransitionGraph.Synapse> synapses =
        ImmutableList.builderWithExpectedSize(chosen.cardinality());
    // By the index of what is waited for, the last that waits: two links are one input.
    int[] noted = new int[all.size()];
    for (Action action : GraphOrder.of(ordered)) {
      if (!chosen.get(action.index())) {
        continue;
      }
      ImmutableList.Builder<Integer> waits = ImmutableList.builder();
      for (Link link : ordered.before(action)) {
        int first = link.first().index();
        boolean counts = chosen.get(first) && inputs.counts(link);
        if (counts && noted[first] != number(action)) {
          noted[first] = number(action);
          waits.add(number(link.first()));
        }
      }
      Element element = writer.write(action, number(action));
      synapses.add(new TransitionGraph.Synapse(priority(action), element, waits.build()));
    }
    return new TransitionGraph(attributes(), synapses.build());
  }

  private static int number(Action action) {
    return action.index() + 1;
  }

  private int priority(Action action) {
    Resource resource = action.resource();
    int own = resource == null ? 0 : ordered.actions().assignment().priority(resource);
    return Math.max(own, action.priority());
  }

  private ImmutableMap<String, String> attributes() {
    Options options = ordered.actions().cluster().options();
    boolean fatal = options.is(ClusterOption.START_FAILURE_IS_FATAL);
    ImmutableMap.Builder<String, String> attributes = ImmutableMap.builder();
    attributes.put("cluster-delay", options.text(ClusterOption.CLUSTER_DELAY));
    attributes.put("fencing-timeout", options.text(ClusterOption.FENCING_TIMEOUT));
    attributes.put("failed-stop-offset", "INFINITY");
    attributes.put("failed-start-offset", fatal ? "INFINITY" : "1");
    attributes.put("batch-limit", options.text(ClusterOption.BATCH_LIMIT));
    attributes.put("transition_id", "1");
    long migrations = options.number(ClusterOption.MIGRATION_LIMIT);
    if (migrations >= 0) {
      attributes.put("migration-limit", Long.toString(migrations));
    }
    long recheckBy = ordered.actions().preferences().recheckBy();
    if (recheckBy > 0) {
      attributes.put("recheck-by", Long.toString(recheckBy));
    }
    return attributes.buildOrThrow();
  }
}
