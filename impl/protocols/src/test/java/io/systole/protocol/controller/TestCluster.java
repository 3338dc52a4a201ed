package io.systole.protocol.controller;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.cib.CibEdits;
import io.systole.cib.EditResult;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import io.systole.protocol.join.HeldCib;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Controllers on a bus that delivers at once and in one order, round one CIB that all replicas
 * share, one table of attributes, executors that do what they are told, and a fencer that succeeds
 * unless it is told otherwise. Everything that happens is noted, for comparison with what should.
 */
final class TestCluster {

  /** The time that schedulers are told, in seconds since 1970. */
  static final long NOW = 1_700_000_000;

  final TreeMap<NodeName, Node> nodes = new TreeMap<>();
  final List<String> story = new ArrayList<>();
  final TreeSet<NodeName> reachable = new TreeSet<>();
  final TreeSet<NodeName> members = new TreeSet<>();
  final TreeMap<NodeName, TreeMap<String, String>> attributes = new TreeMap<>();
  private final TreeMap<NodeName, Element> histories = new TreeMap<>();
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final int expected;
  private Epoch term = new Epoch(0, node(1));
  private Epoch seen = term;
  private long views;
  private long replicas;
  private boolean synchronised;

  /** Whether half of the nodes are quorate. */
  boolean arbiter;

  Cib cib;
  boolean executorsAnswer = true;
  boolean fencingSucceeds = true;
  Function<Element, Element> scheduler = cib -> graph();

  /** One node's controller and what it has been told. */
  final class Node {
    final NodeName name;
    final Runner<ControllerState, ControllerEvent, ControllerEffect> runner;

    /** What runs, and for how long it was set. */
    final TreeMap<Timer, Duration> timers = new TreeMap<>();

    final List<ControllerEffect> heldBack = new ArrayList<>();
    Optional<String> left = Optional.empty();

    Node(NodeName name, long incarnation) {
      this.name = name;
      TreeMap<NodeName, String> ids = new TreeMap<>();
      for (int i = 1; i <= expected; i++) {
        ids.put(new NodeName("n" + i), Integer.toString(i));
      }
      ControllerConstants constants =
          new ControllerConstants(
              name, ImmutableSortedMap.copyOf(ids), "run-" + name + "-" + incarnation);
      this.runner =
          new Runner<>(
              "controller",
              name,
              incarnation,
              new Controller(constants),
              ControllerState.initial(name),
              ControllerInvariants.of(name),
              Trace.NONE);
    }

    ControllerState state() {
      return runner.state();
    }

    Optional<Refusal> happen(ControllerEvent event) {
      var result = runner.step(event, new Cause.Local(event.getClass().getSimpleName()));
      for (ControllerEffect effect : result.step().effects()) {
        carryOut(this, effect);
      }
      return result.step().refusal();
    }
  }

  TestCluster(int expected) {
    this.expected = expected;
    this.cib = Cib.empty();
  }

  static NodeName node(int number) {
    return new NodeName("n" + number);
  }

  Node at(int number) {
    Node node = nodes.get(node(number));
    if (node == null) {
      throw new IllegalArgumentException("no node " + number);
    }
    return node;
  }

  /** Starts the controllers of these nodes, which then see each other in one view. */
  TestCluster start(int... numbers) {
    for (int number : numbers) {
      boot(number, 1);
    }
    formView();
    return this;
  }

  private void boot(int number, long incarnation) {
    NodeName name = node(number);
    Node node = new Node(name, incarnation);
    nodes.put(name, node);
    reachable.add(name);
    members.add(name);
    for (Service service : Service.values()) {
      node.happen(new ControllerEvent.Connected(service));
    }
    node.happen(new ControllerEvent.CibChanged(cib));
    node.happen(new ControllerEvent.AttributesTold(table()));
  }

  /** The process of the controller is gone; the machine is still there. */
  void killController(int number) {
    nodes.remove(node(number));
    members.remove(node(number));
    note("n" + number + "'s controller is killed");
    formView();
  }

  void restartController(int number, long incarnation) {
    note("n" + number + "'s controller is back");
    boot(number, incarnation);
    formView();
  }

  /** The whole machine is gone. */
  void crash(int number) {
    nodes.remove(node(number));
    members.remove(node(number));
    reachable.remove(node(number));
    attributes.remove(node(number));
    histories.remove(node(number));
    note("n" + number + " crashes");
    formView();
  }

  void formView() {
    replicas = views + 1;
    synchronised = false;
    formViewOfControllers();
  }

  private void formViewOfControllers() {
    views++;
    int quorum = arbiter || expected == 2 ? expected / 2 : expected / 2 + 1;
    ViewId id = new ViewId(views, reachable.first());
    View view =
        new View(
            id,
            ImmutableSortedSet.copyOf(reachable),
            ImmutableSortedSet.copyOf(members),
            quorum,
            reachable.size() >= quorum);
    queue.clear();
    for (Node node : ImmutableList.copyOf(nodes.values())) {
      node.happen(new ControllerEvent.ViewChanged(view));
      node.happen(cibState());
    }
    run();
  }

  /**
   * The controller alone is restarted, and nobody else is in its view; the replicas' view stays.
   */
  void restartInPlace(int number, long incarnation) {
    note("n" + number + "'s controller is restarted");
    boot(number, incarnation);
    formViewOfControllers();
  }

  /** The replicas' view alone changes, as when a CIB manager is restarted. */
  void desynchronise() {
    replicas = ++views;
    synchronised = false;
    note("the replicas' view changes");
    nodes.values().forEach(node -> node.happen(cibState()));
    run();
  }

  private ControllerEvent.CibStateChanged cibState() {
    return new ControllerEvent.CibStateChanged(
        new HeldCib(
            new CibSummary(term, cib.version(), true, cib.digest()), new ViewId(replicas, node(1))),
        seen,
        synchronised);
  }

  /** Lets happen what is under way, until nothing is. */
  void run() {
    int steps = 0;
    while (!queue.isEmpty()) {
      queue.remove().run();
      if (++steps > 20_000) {
        throw new IllegalStateException("no end: " + Joiner.on('\n').join(lastLines(40)));
      }
    }
  }

  List<String> lastLines(int count) {
    return story.subList(Math.max(0, story.size() - count), story.size());
  }

  /** Fires a timer that runs on a node. */
  Optional<Refusal> fire(int number, Timer timer) {
    if (at(number).timers.remove(timer) == null) {
      throw new IllegalArgumentException(timer + " does not run: " + at(number).timers);
    }
    note("n" + number + ": " + timer + " runs out");
    Optional<Refusal> refusal = at(number).happen(new ControllerEvent.TimerFired(timer));
    run();
    return refusal;
  }

  void happen(int number, ControllerEvent event) {
    at(number).happen(event);
    run();
  }

  void note(String line) {
    story.add(line);
  }

  Node dc() {
    return nodes.values().stream()
        .filter(node -> node.state().coordination().isPresent())
        .reduce((one, other) -> {
          throw new IllegalStateException("two DCs: " + one.name + " and " + other.name);
        })
        .orElseThrow();
  }

  private void carryOut(Node node, ControllerEffect effect) {
    switch (effect) {
      case ControllerEffect.Multicast multicast -> multicast(node, multicast.message());
      case ControllerEffect.AnnounceEpoch announced -> {
        note(node.name + " opens epoch " + announced.epoch());
        toAll(new ControllerEvent.EpochSeen(announced.epoch()));
      }
      case ControllerEffect.StartTimer start -> node.timers.put(start.timer(), start.after());
      case ControllerEffect.CancelTimer cancel -> node.timers.remove(cancel.timer());
      case ControllerEffect.ProposeEdits propose -> queue.add(() -> propose(node, propose));
      case ControllerEffect.SynchroniseCib synchronise -> {
        String whose = synchronise.quorate() ? "everybody's" : "its part's";
        note(node.name + " has the CIB of " + synchronise.source() + " made " + whose);
        queue.add(() -> {
          seen = synchronise.epoch();
          term = synchronise.quorate() ? seen : term;
          synchronised = true;
          nodes.values().forEach(each -> each.happen(cibState()));
          tell(node, new ControllerEvent.CibSynchronised(synchronise.epoch()));
        });
      }
      case ControllerEffect.AskScheduler ask -> {
        note(node.name + " asks the scheduler");
        Element graph = scheduler.apply(ask.cib());
        queue.add(() -> tell(node, new ControllerEvent.Scheduled(ask.number(), graph, NOW)));
      }
      case ControllerEffect.Execute execute -> execute(node, execute);
      case ControllerEffect.CancelOperation cancel ->
          queue.add(() -> tell(node, new ControllerEvent.OperationCancelled(cancel.key())));
      case ControllerEffect.AskHistory _ ->
          queue.add(() -> tell(node, new ControllerEvent.HistoryTold(history(node))));
      case ControllerEffect.PushDevices _ -> {}
      case ControllerEffect.Fence fence -> fence(node, fence);
      case ControllerEffect.UpdateAttribute update -> queue.add(() -> update(update));
      case ControllerEffect.PurgeAttributes purge -> attributes.remove(purge.node());
      case ControllerEffect.LeaveCompleted leave -> {
        node.left = Optional.of(leave.reason());
        note(node.name + " may leave: " + leave.reason());
      }
    }
  }

  private void multicast(Node sender, ControllerMessage message) {
    queue.add(() -> {
      note(sender.name + " says " + Story.of(message));
      for (Node node : ImmutableList.copyOf(nodes.values())) {
        node.happen(new ControllerEvent.MessageDelivered(sender.name, message));
      }
    });
  }

  private void toAll(ControllerEvent event) {
    queue.add(() -> ImmutableList.copyOf(nodes.values()).forEach(node -> node.happen(event)));
  }

  private void tell(Node node, ControllerEvent event) {
    if (nodes.containsValue(node)) {
      node.happen(event);
    }
  }

  private void propose(Node node, ControllerEffect.ProposeEdits propose) {
    EditResult result = CibEdits.apply(cib, propose.edits());
    switch (result) {
      case EditResult.Applied applied -> {
        changeCib(applied.cib());
        tell(node, new ControllerEvent.EditsAccepted(propose.number(), cib.version()));
      }
      case EditResult.Refused refused ->
          throw new IllegalStateException(
              node.name + " proposed " + propose.edits() + ": " + refused.reason());
    }
  }

  /** Somebody changes the CIB. */
  void changeCib(Cib changed) {
    cib = changed;
    ImmutableList.copyOf(nodes.values())
        .forEach(each -> each.happen(new ControllerEvent.CibChanged(cib)));
  }

  private void execute(Node node, ControllerEffect.Execute execute) {
    note(node.name + " executes " + execute.operation().attribute("operation_key", ""));
    if (executorsAnswer) {
      queue.add(() -> finish(node, execute, execute.key().targetRc()));
    } else {
      node.heldBack.add(execute);
    }
  }

  /** An operation ends on a node's executor. */
  void finish(Node node, ControllerEffect.Execute execute, int rc) {
    Element result = result(node.name, execute.operation(), execute.key(), rc);
    histories.put(
        node.name,
        history(node).withoutChildren(resource -> resource.id().equals(result.id())).plus(result));
    tell(node, new ControllerEvent.Executed(execute.key(), rc, result));
  }

  /** What an executor remembers outlives the controller. */
  private Element history(Node node) {
    return histories.getOrDefault(node.name, Element.of("lrm_resources"));
  }

  static Element result(NodeName node, Element operation, TransitionKey key, int rc) {
    Element primitive = operation.child("primitive").orElseThrow();
    Element attributes = operation.child("attributes").orElseGet(() -> Element.of("attributes"));
    String interval = attributes.attribute("CRM_meta_interval", "0");
    String name = operation.attribute("operation", "");
    boolean failed = rc != key.targetRc();
    Element entry =
        Element.of(
            "lrm_rsc_op",
            "id",
            primitive.id() + (interval.equals("0") ? "_last_0" : "_" + name + "_" + interval),
            "operation",
            name,
            "interval",
            interval,
            "transition-key",
            key.toString(),
            "transition-magic",
            "0:" + rc + ";" + key,
            "rc-code",
            Integer.toString(rc),
            "op-status",
            "0",
            "call-id",
            Integer.toString(key.action()),
            "last-rc-change",
            "1000",
            "on_node",
            node.value());
    Element resource =
        Element.of("lrm_resource", "id", primitive.id(), "class", primitive.attribute("class", ""));
    boolean recurringFailure = failed && !interval.equals("0");
    if (!recurringFailure) {
      resource = resource.plus(entry);
    }
    return failed ? resource.plus(entry.with("id", primitive.id() + "_last_failure_0")) : resource;
  }

  private void fence(Node node, ControllerEffect.Fence fence) {
    note(node.name + " has " + fence.target() + " fenced: " + fence.action());
    boolean succeeded = fencingSucceeds;
    queue.add(() ->
        tell(
            node,
            new ControllerEvent.FenceEnded(
                fence.epoch(), fence.target(), fence.action(), succeeded, "")));
  }

  private void update(ControllerEffect.UpdateAttribute update) {
    TreeMap<String, String> values =
        attributes.computeIfAbsent(update.node(), _ -> new TreeMap<>());
    Optional<String> value = update.value();
    if (value.filter("value++"::equals).isPresent()) {
      int old = Integer.parseInt(values.getOrDefault(update.name(), "0"));
      value = Optional.of(Integer.toString(old + 1));
    }
    note(update.node() + "'s attribute " + update.name() + " is " + value.orElse("removed"));
    if (value.isPresent()) {
      values.put(update.name(), value.get());
    } else {
      values.remove(update.name());
    }
    toAll(new ControllerEvent.AttributeChanged(update.node(), update.name(), value));
  }

  private ImmutableSortedMap<NodeName, ImmutableSortedMap<String, String>> table() {
    TreeMap<NodeName, ImmutableSortedMap<String, String>> table = new TreeMap<>();
    attributes.forEach((node, values) -> table.put(node, ImmutableSortedMap.copyOf(values)));
    return ImmutableSortedMap.copyOf(table);
  }

  /** A graph whose actions run one after another. */
  static Element graph(Element... actions) {
    Element.Builder graph =
        Element.builder("transition_graph")
            .attribute("cluster-delay", "60s")
            .attribute("fencing-timeout", "60s")
            .attribute("failed-start-offset", "INFINITY")
            .attribute("failed-stop-offset", "INFINITY");
    for (int i = 0; i < actions.length; i++) {
      Element inputs = Element.of("inputs");
      if (i > 0) {
        inputs = inputs.plus(Element.of("trigger").plus(actions[i - 1].withChildren(List.of())));
      }
      graph.child(
          Element.of("synapse", "id", Integer.toString(i))
              .plus(Element.of("action_set").plus(actions[i]))
              .plus(inputs));
    }
    return graph.build();
  }

  static Element operation(int id, String resource, String operation, int node, String... meta) {
    return Element.of(
            "rsc_op",
            "id",
            Integer.toString(id),
            "operation",
            operation,
            "operation_key",
            resource + "_" + operation + "_0",
            "on_node",
            "n" + node)
        .plus(Element.of("primitive", "id", resource, "class", "ocf"))
        .plus(Element.of("attributes", meta));
  }

  static Element event(int id, String operation, int node, String... meta) {
    return Element.of(
            "crm_event",
            "id",
            Integer.toString(id),
            "operation",
            operation,
            "operation_key",
            operation + "-n" + node,
            "on_node",
            "n" + node)
        .plus(Element.of("attributes", meta));
  }
}
