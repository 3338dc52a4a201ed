package io.systole.protocol.executor;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.executor.ExecutorEffect.RememberEpoch;
import io.systole.protocol.executor.ExecutorEffect.RememberOrder;
import io.systole.protocol.executor.ExecutorEffect.RememberResource;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import io.systole.xml.XmlException;
import java.util.Optional;

/**
 * What an executor remembers, as elements. {@link #recall} undoes {@link #of(RememberResource)} and
 * {@link #of(RememberOrders)}.
 */
public final class Memory {

  private Memory() {}

  /** What is to be kept of a resource, or that nothing is. */
  public static Element of(RememberResource effect) {
    return effect
        .resource()
        .map(Memory::resource)
        .orElseGet(() -> Element.of("resource", "id", effect.id()));
  }

  /** Whose orders are obeyed. */
  public static Element of(RememberEpoch effect) {
    return epoch(effect.epoch());
  }

  /** That an order was taken. */
  public static Element of(RememberOrder effect) {
    return Element.of(
        "order", "key", effect.key().toString(), "id", Long.toString(effect.callId()));
  }

  /**
   * The state after {@code remembered} was remembered.
   *
   * @throws XmlException if it is not what {@code of} writes
   */
  public static ExecutorState recall(ExecutorState state, Element remembered) throws XmlException {
    return switch (remembered.name()) {
      case "epoch" -> state.with(epoch(remembered));
      case "order" -> state.took(key(remembered, "key")).withLastCall(number(remembered, "id"));
      case "received" -> received(state, remembered);
      case "resource" ->
          remembered.children().isEmpty()
              ? state.without(remembered.id())
              : state.with(resource(remembered));
      default -> throw wrong(remembered, "is not known");
    };
  }

  /** The whole of {@code state} in elements for {@link #recall}. */
  public static ImmutableList<Element> all(ExecutorState state) {
    ImmutableList.Builder<Element> all = ImmutableList.builder();
    all.add(epoch(state.epoch()));
    all.add(received(state));
    for (ManagedResource resource : state.resources().values()) {
      all.add(resource(resource));
    }
    return all.build();
  }

  private static Element epoch(Epoch epoch) {
    return Element.of(
        "epoch",
        "epoch",
        Long.toString(epoch.number()),
        "coordinator",
        epoch.coordinator().value());
  }

  private static Element received(ExecutorState state) {
    Received received = state.received();
    return Element.builder("received")
        .attribute("uuid", received.uuid())
        .attribute("transition", received.transition())
        .attribute("last-call", state.lastCallId())
        .attribute("actions", Joiner.on(' ').join(received.actions()))
        .build();
  }

  private static ExecutorState received(ExecutorState state, Element element) throws XmlException {
    ImmutableSortedSet.Builder<Integer> actions = ImmutableSortedSet.naturalOrder();
    for (String action :
        Splitter.on(' ').omitEmptyStrings().split(element.attribute("actions", ""))) {
      Integer id = Ints.tryParse(action);
      if (id == null) {
        throw wrong(element, "has the action '" + action + "', which is no number");
      }
      actions.add(id);
    }
    return state
        .with(
            new Received(
                element.attribute("uuid", ""), number(element, "transition"), actions.build()))
        .withLastCall(number(element, "last-call"));
  }

  private static Element resource(ManagedResource resource) {
    AgentRef agent = resource.agent();
    Element.Builder element =
        Element.builder("resource")
            .attribute("id", resource.id())
            .attribute("class", agent.standard())
            .attribute("provider", agent.provider())
            .attribute("type", agent.type())
            .attribute("unwanted", Boolean.toString(resource.unwanted()));
    resource.running().ifPresent(call -> element.child(call("running", call)));
    resource.waiting().forEach(call -> element.child(call("waiting", call)));
    resource
        .recurring()
        .values()
        .forEach(recurrence -> {
          Element call = call("recurring", recurrence.call());
          element.child(recurrence.told().map(told -> call.plus(outcome(told))).orElse(call));
        });
    resource.history().last().ifPresent(e -> element.child(entry("last", e)));
    resource.history().recurring().values().forEach(e -> element.child(entry("result", e)));
    resource.history().failure().ifPresent(e -> element.child(entry("failure", e)));
    // An element without children says that there is nothing to remember.
    return element.child(Element.of("end")).build();
  }

  private static ManagedResource resource(Element element) throws XmlException {
    ManagedResource resource =
        ManagedResource.unknown(
            element.id(),
            new AgentRef(
                element.attribute("class", ""),
                element.attribute("provider", ""),
                element.attribute("type", "")));
    ImmutableList.Builder<Call> waiting = ImmutableList.builder();
    for (Element child : element.children()) {
      switch (child.name()) {
        case "running" -> resource = resource.queue(call(child, resource)).run();
        case "waiting" -> waiting.add(call(child, resource));
        case "recurring" -> resource = resource.recur(recurrence(child, resource));
        case "last", "result", "failure" ->
            resource = resource.with(history(resource.history(), child, resource));
        case "end" -> {
          // Nothing follows.
        }
        default -> throw wrong(child, "is not known");
      }
    }
    resource = resource.withWaiting(waiting.build());
    return element.attribute("unwanted", "").equals("true") ? resource.disown() : resource;
  }

  private static Recurrence recurrence(Element element, ManagedResource of) throws XmlException {
    Optional<Element> told = element.child("outcome");
    return new Recurrence(
        call(element, of), told.isEmpty() ? Optional.empty() : Optional.of(outcome(told.get())));
  }

  private static History history(History history, Element element, ManagedResource of)
      throws XmlException {
    Call call = call(element, of);
    Element outcome = element.child("outcome").orElseThrow(() -> wrong(element, "has no outcome"));
    Entry entry =
        new Entry(
            call.id(),
            call.order(),
            outcome(outcome),
            new Entry.Times(
                number(element, "changed"), number(element, "queued"), number(element, "took")));
    return switch (element.name()) {
      case "last" -> new History(Optional.of(entry), history.recurring(), history.failure());
      case "failure" -> new History(history.last(), history.recurring(), Optional.of(entry));
      default ->
          new History(
              history.last(),
              Sorted.with(history.recurring(), call.operation(), entry),
              history.failure());
    };
  }

  private static Element entry(String name, Entry entry) {
    Call call =
        new Call(
            entry.callId(),
            entry.order(),
            new Epoch(0, NOBODY),
            entry.times().changedMillis(),
            false);
    return call(name, call).toBuilder()
        .attribute("changed", entry.times().changedMillis())
        .attribute("queued", entry.times().queuedMillis())
        .attribute("took", entry.times().tookMillis())
        .child(outcome(entry.outcome()))
        .build();
  }

  /** Stands where the name of a coordinator is not needed. */
  private static final NodeName NOBODY = new NodeName("-");

  private static Element outcome(Outcome outcome) {
    return Element.of(
        "outcome",
        "rc",
        Integer.toString(outcome.rcCode()),
        "status",
        Integer.toString(outcome.opStatus()),
        "reason",
        outcome.exitReason());
  }

  private static Outcome outcome(Element element) throws XmlException {
    return new Outcome(
        Math.toIntExact(number(element, "rc")),
        Math.toIntExact(number(element, "status")),
        element.attribute("reason", ""));
  }

  private static Element call(String name, Call call) {
    Order order = call.order();
    AgentRef agent = order.agent();
    return Element.builder(name)
        .attribute("id", call.id())
        .attribute("key", order.key().toString())
        .attribute("operation", order.operation().name())
        .attribute("interval", order.operation().intervalMillis())
        .attribute("class", agent.standard())
        .attribute("provider", agent.provider())
        .attribute("type", agent.type())
        .attribute("epoch", call.epoch().number())
        .attribute("coordinator", call.epoch().coordinator().value())
        .attribute("ordered", call.orderedMillis())
        .attribute("again", Boolean.toString(call.again()))
        .child(Element.builder("parameters").attributes(order.parameters()).build())
        .build();
  }

  private static Call call(Element element, ManagedResource of) throws XmlException {
    Order order =
        new Order(
            key(element, "key"),
            of.id(),
            new AgentRef(
                element.attribute("class", ""),
                element.attribute("provider", ""),
                element.attribute("type", "")),
            new OperationKey(element.attribute("operation", ""), number(element, "interval")),
            element
                .child("parameters")
                .map(p -> ImmutableSortedMap.copyOf(p.attributes()))
                .orElse(ImmutableSortedMap.of()));
    return new Call(
        number(element, "id"),
        order,
        epoch(element),
        number(element, "ordered"),
        element.attribute("again", "").equals("true"));
  }

  private static Epoch epoch(Element element) throws XmlException {
    try {
      return new Epoch(
          number(element, "epoch"), new NodeName(element.attribute("coordinator", "")));
    } catch (IllegalArgumentException e) {
      throw wrong(element, "has no epoch: " + e.getMessage());
    }
  }

  private static TransitionKey key(Element element, String attribute) throws XmlException {
    String text = element.attribute(attribute, "");
    return TransitionKey.parse(text)
        .orElseThrow(() -> wrong(element, "has the transition key '" + text + "'"));
  }

  private static long number(Element element, String attribute) throws XmlException {
    String text = element.attribute(attribute, "");
    Long value = Longs.tryParse(text);
    if (value == null) {
      throw wrong(element, "has " + attribute + "='" + text + "', which is no number");
    }
    return value;
  }

  private static XmlException wrong(Element element, String what) {
    return new XmlException(Math.max(1, element.line()), 1, "<" + element.name() + "> " + what);
  }
}
