package io.systole.scheduler.simulate;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * What is changed in a cluster's state before the scheduler is asked.
 *
 * @param quorum whether there is one, as it stands in the CIB; the empty string leaves it
 * @param watchdog likewise
 * @param results operations with results that nodes shall have had
 */
public record Injections(
    String quorum,
    String watchdog,
    ImmutableList<NodeChange> nodes,
    ImmutableList<Modification.OfTicket> tickets,
    ImmutableList<String> results) {

  /** Nothing is changed. */
  public static final Injections NONE =
      new Injections("", "", ImmutableList.of(), ImmutableList.of(), ImmutableList.of());

  /** A node comes, goes or is lost. */
  public record NodeChange(Presence presence, String node) {}

  boolean isEmpty() {
    return quorum.isEmpty()
        && watchdog.isEmpty()
        && nodes.isEmpty()
        && tickets.isEmpty()
        && results.isEmpty();
  }

  /**
   * What became of a state.
   *
   * @param complaints about what could not be changed
   */
  record Result(
      Element cib, ImmutableList<Modification> modifications, ImmutableList<String> complaints) {}

  Result apply(ClusterState cluster) {
    return new Applied(cluster).result(this);
  }

  /** A state while it is being changed. */
  private static final class Applied {

    private final ClusterState cluster;
    private final StatusDraft draft;
    private final List<Modification> done = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    Applied(ClusterState cluster) {
      this.cluster = cluster;
      this.draft = new StatusDraft(cluster.cib());
    }

    Result result(Injections injections) {
      if (!injections.quorum.isEmpty()) {
        done.add(new Modification.Setting("quorum", injections.quorum));
      }
      if (!injections.watchdog.isEmpty()) {
        done.add(new Modification.Setting("watchdog", injections.watchdog));
      }
      injections.nodes.forEach(this::node);
      injections.tickets.forEach(this::ticket);
      injections.results.forEach(this::operation);
      Element cib = draft.build();
      if (!injections.quorum.isEmpty()) {
        cib = cib.with("have-quorum", injections.quorum);
      }
      if (!injections.watchdog.isEmpty()) {
        cib = Watchdog.set(cib, injections.watchdog);
      }
      return new Result(cib, ImmutableList.copyOf(done), ImmutableList.copyOf(complaints));
    }

    private void node(NodeChange change) {
      done.add(new Modification.OfNode(change.presence(), change.node()));
      Node known = cluster.node(change.node());
      StatusDraft.NodeDraft state =
          draft.node(change.node(), known == null ? change.node() : known.id());
      change.presence().apply(state);
      if (change.presence() == Presence.DOWN) {
        state.forget();
      }
    }

    private void ticket(Modification.OfTicket change) {
      done.add(change);
      List<Element> others = draft.others();
      int at = -1;
      for (int i = 0; i < others.size(); i++) {
        at = others.get(i).is("tickets") ? i : at;
      }
      if (at < 0) {
        at = others.size();
        others.add(Element.of("tickets"));
      }
      Element section = others.get(at);
      Element ticket = Element.of("ticket_state", "id", change.ticket());
      int place = section.children().size();
      for (int i = 0; i < section.children().size(); i++) {
        if (section.children().get(i).id().equals(change.ticket())) {
          ticket = section.children().get(i);
          place = i;
        }
      }
      Element changed = change.change().apply(ticket);
      others.set(
          at,
          place == section.children().size()
              ? section.plus(changed)
              : section.withChild(place, changed));
    }

    private void operation(String text) {
      done.add(new Modification.Injection(text));
      OperationSpec spec;
      try {
        spec = OperationSpec.parse(text);
      } catch (SimulationException e) {
        complaints.add(e.getMessage() + ": " + e.remedy());
        return;
      }
      Node node = cluster.node(spec.node());
      Resource resource = find(spec.resource());
      if (node == null || resource == null) {
        complaints.add(
            node == null
                ? "Invalid node name: " + spec.node()
                : "Invalid resource name: " + spec.resource());
        return;
      }
      StatusDraft.NodeDraft state = draft.node(node.name(), node.id());
      boolean fatal = spec.task().equals("start") || spec.task().equals("stop");
      done.addAll(FailCounting.add(state, spec, fatal, cluster.now()));
      Element primitive = resource.xml().with("id", spec.resource());
      StatusDraft.HistoryDraft history = Histories.of(state, spec.resource(), primitive);
      OperationResult.injected(spec, cluster, resource, node).record(history);
    }

    /** A primitive by its id, with or without an instance's number. */
    private @org.jspecify.annotations.Nullable Resource find(String id) {
      Resource found = cluster.resource(id);
      if (found == null) {
        found = cluster.resource(id + ":0");
      }
      return found != null && found.isPrimitive() ? found : null;
    }
  }
}
