package io.systole.scheduler.simulate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.scheduler.Plan;
import io.systole.scheduler.graph.TransitionGraph.Synapse;
import io.systole.scheduler.rules.Values;
import io.systole.scheduler.state.Resource;
import io.systole.xml.Element;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Executes a plan's graph on a copy of the cluster's state: every operation succeeds at once, but
 * for those that shall fail, and leaves what a real one would leave in the status section.
 */
final class Execution {

  private static final String META = "CRM_meta_";

  private final Plan plan;
  private final StatusDraft draft;
  private final ImmutableList<OperationSpec> failures;
  private final Set<String> names = new LinkedHashSet<>();
  private final ImmutableList.Builder<Executed> executed = ImmutableList.builder();
  private final long now;

  /**
   * What an execution did.
   *
   * @param cib the state that it left
   */
  record Result(Element cib, ImmutableList<Executed> executed, GraphRunner.End end) {}

  private Execution(Plan plan, ImmutableList<OperationSpec> failures) {
    this.plan = plan;
    this.draft = new StatusDraft(plan.cluster().cib());
    this.failures = failures;
    this.now = plan.cluster().now();
    for (Resource resource : plan.cluster().resources()) {
      names.add(resource.id());
      names.add(resource.status().historyName());
    }
  }

  /** Executes a plan; the operations in {@code failures} fail. */
  static Result of(Plan plan, ImmutableList<OperationSpec> failures) {
    Execution execution = new Execution(plan, failures);
    GraphRunner.End end = new GraphRunner(plan.graph()).run(execution::execute);
    return new Result(execution.draft.build(), execution.executed.build(), end);
  }

  private boolean execute(Synapse synapse) {
    Element action = synapse.action();
    String task = action.attribute("operation", "");
    String node = action.attribute("on_node", "");
    if (action.is("pseudo_event")) {
      executed.add(new Executed.PseudoAction(action.attribute("operation_key", ""), node));
    } else if (task.equals("stonith")) {
      fence(action, node);
    } else if (action.is("crm_event")) {
      String resource = action.child("primitive").map(Element::id).orElse("");
      executed.add(new Executed.ClusterAction(task, resource, node));
    } else {
      return operate(action, task, node);
    }
    return true;
  }

  private static Element attributes(Element action) {
    return action.child("attributes").orElse(Element.of("attributes"));
  }

  private void fence(Element action, String target) {
    String how = attributes(action).attribute(META + "stonith_action", "");
    executed.add(new Executed.Fencing(target, how));
    if (how.equals("on")) {
      return;
    }
    StatusDraft.NodeDraft state = draft.node(target, action.attribute("on_node_uuid", target));
    Presence.DOWN.apply(state);
    state.forget();
  }

  // Operations

  private static final ImmutableSet<String> UNRECORDED =
      ImmutableSet.of("delete", "lrm_delete", "lrm_refresh", "meta-data");

  private boolean operate(Element action, String task, String node) {
    Element primitive = action.child("primitive").orElseThrow();
    String resource = nameOf(primitive);
    if (UNRECORDED.contains(task)) {
      executed.add(new Executed.ResourceAction(resource, task, 0, node));
      return true;
    }
    Element attributes = attributes(action);
    long interval = Values.leadingNumber(attributes.attribute(META + "interval", "0")).orElse(0);
    executed.add(new Executed.ResourceAction(resource, task, interval, node));
    int expected =
        (int) Values.leadingNumber(attributes.attribute(META + "op_target_rc", "0")).orElse(0);
    StatusDraft.NodeDraft state = draft.node(node, action.attribute("on_node_uuid", node));
    StatusDraft.HistoryDraft history = Histories.of(state, resource, primitive);
    int rc = expected;
    boolean fails = false;
    for (OperationSpec failure : failures) {
      if (failure.matches(resource, task, interval, node)
          || failure.matches(primitive.id(), task, interval, node)) {
        rc = failure.rc();
        fails = true;
        executed.add(new Executed.Pretence(Integer.parseInt(action.id()), rc));
        executed.addAll(FailCounting.add(state, failure, fatal(task), now));
        break;
      }
    }
    new OperationResult(
            task,
            interval,
            rc,
            expected,
            parameters(attributes, interval),
            migration(attributes, task),
            notified(attributes, task),
            now)
        .record(history);
    return !fails;
  }

  /** Whether one failure of a task is reason enough never to try again. */
  private boolean fatal(String task) {
    String offset = plan.graph().attributes().getOrDefault("failed-" + task + "-offset", "");
    return offset.equals("INFINITY");
  }

  /** The name that the cluster knows a resource by, which for an instance need not be its own. */
  private String nameOf(Element primitive) {
    String name = primitive.id();
    String longName = primitive.attribute("long-id", "");
    return !names.contains(name) && names.contains(longName) && !longName.isEmpty()
        ? longName
        : name;
  }

  private static Map<String, String> parameters(Element attributes, long interval) {
    Map<String, String> parameters = new TreeMap<>();
    attributes
        .attributes()
        .forEach((name, value) -> {
          boolean timeout = interval > 0 && name.equals(META + "timeout");
          boolean given =
              !name.startsWith(META)
                  && !name.equals("crm_feature_set")
                  && !name.equals("pcmk_external_ip");
          if (timeout || given) {
            parameters.put(name, value);
          }
        });
    for (Element numbered : attributes.children("param")) {
      parameters.put(numbered.attribute("name", ""), numbered.attribute("value", ""));
    }
    return parameters;
  }

  private static String notified(Element attributes, String task) {
    return task.equals("notify")
        ? attributes.attribute(META + "notify_type", "")
            + "_notify_"
            + attributes.attribute(META + "notify_operation", "")
        : "";
  }

  private static Map<String, String> migration(Element attributes, String task) {
    Map<String, String> migration = new TreeMap<>();
    if (task.startsWith("migrate_")) {
      for (String end : new String[] {"migrate_source", "migrate_target"}) {
        attributes.attribute(META + end).ifPresent(v -> migration.put(end, v));
      }
    }
    return migration;
  }
}
