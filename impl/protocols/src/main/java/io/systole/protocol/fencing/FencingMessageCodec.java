package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.fencing.FencingMessage.Execute;
import io.systole.protocol.fencing.FencingMessage.Executed;
import io.systole.protocol.fencing.FencingMessage.History;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.protocol.fencing.FencingMessage.QueryReply;
import io.systole.protocol.fencing.FencingMessage.Result;
import io.systole.xml.Element;
import io.systole.xml.Needed;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The fencers' messages as XML. */
public final class FencingMessageCodec {

  /** Messages with more children are refused. */
  private static final int MAX_ITEMS = 10_000;

  private FencingMessageCodec() {}

  public static Element encode(FencingMessage message) {
    return switch (message) {
      case Query query ->
          coordinated("query", query.epoch())
              .child(FencingRecords.encode(query.operation()))
              .children(nodes(query.expected()))
              .build();
      case QueryReply reply ->
          Element.builder("query-reply")
              .attribute("operation", reply.operation().toString())
              .children(reply.offers().stream().map(FencingMessageCodec::offer).toList())
              .build();
      case Execute order -> execute(order);
      case Executed executed ->
          Element.builder("executed")
              .attribute("operation", executed.call().operation().toString())
              .attribute("call", executed.call().number())
              .attribute("outcome", word(executed.outcome()))
              .attribute("reason", executed.reason())
              .children(covered(executed.covered()))
              .build();
      case Result result ->
          Element.builder("result")
              .child(FencingRecords.encode(result.record()))
              .children(covered(result.covered()))
              .build();
      case History history ->
          coordinated("history", history.epoch())
              .attribute("incarnation", history.incarnation())
              .children(history.records().stream().map(FencingRecords::encode).toList())
              .build();
    };
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if it is none, with what is wrong with it
   */
  public static FencingMessage decode(Element element) {
    if (element.children().size() > MAX_ITEMS) {
      throw new IllegalArgumentException(
          "a <" + element.name() + "> has at most " + MAX_ITEMS + " children");
    }
    return switch (element.name()) {
      case "query" ->
          new Query(
              FencingRecords.decode(only(element, "operation")), nodes(element), epoch(element));
      case "query-reply" ->
          new QueryReply(
              operation(element),
              element.children("offer").stream()
                  .map(FencingMessageCodec::offer)
                  .collect(ImmutableList.toImmutableList()));
      case "execute" ->
          new Execute(
              call(element),
              node(element, "executor"),
              Needed.text(element, "device"),
              new Aim(node(element, "target"), action(Needed.text(element, "action"))),
              epoch(element));
      case "executed" ->
          new Executed(
              call(element),
              outcome(Needed.text(element, "outcome")),
              element.attribute("reason", ""),
              covered(element));
      case "result" ->
          new Result(FencingRecords.decode(only(element, "operation")), covered(element));
      case "history" ->
          new History(
              Needed.number(element, "incarnation"),
              epoch(element),
              element.children("operation").stream()
                  .map(FencingRecords::decode)
                  .collect(ImmutableList.toImmutableList()));
      default ->
          throw new IllegalArgumentException(
              "<" + element.name() + "> is no message of the group fencing");
    };
  }

  private static Element execute(Execute order) {
    return coordinated("execute", order.epoch())
        .attribute("operation", order.call().operation().toString())
        .attribute("call", order.call().number())
        .attribute("executor", order.executor().value())
        .attribute("device", order.device())
        .attribute("target", order.aim().target().value())
        .attribute("action", order.aim().action().word())
        .build();
  }

  private static Element.Builder coordinated(String name, Optional<Epoch> epoch) {
    Element.Builder builder = Element.builder(name);
    epoch.ifPresent(e ->
        builder.attribute("epoch", e.number()).attribute("coordinator", e.coordinator().value()));
    return builder;
  }

  static Optional<Epoch> epoch(Element element) {
    return element.has("epoch")
        ? Optional.of(new Epoch(Needed.number(element, "epoch"), node(element, "coordinator")))
        : Optional.empty();
  }

  private static ImmutableList<Element> nodes(ImmutableSortedSet<NodeName> nodes) {
    return nodes.stream()
        .map(n -> Element.of("expected", "node", n.value()))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableSortedSet<NodeName> nodes(Element query) {
    ImmutableSortedSet.Builder<NodeName> nodes = ImmutableSortedSet.naturalOrder();
    for (Element expected : query.children("expected")) {
      nodes.add(node(expected, "node"));
    }
    return nodes.build();
  }

  private static ImmutableList<Element> covered(ImmutableSortedSet<OperationId> covered) {
    return covered.stream()
        .map(id -> Element.of("covered", "operation", id.toString()))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableSortedSet<OperationId> covered(Element element) {
    ImmutableSortedSet.Builder<OperationId> covered = ImmutableSortedSet.naturalOrder();
    for (Element each : element.children("covered")) {
      covered.add(operation(each));
    }
    return covered.build();
  }

  private static Element offer(Offer offer) {
    Element.Builder builder =
        Element.builder("offer")
            .attribute("device", offer.device())
            .attribute("priority", offer.priority())
            .attribute("verified", Boolean.toString(offer.verified()));
    for (Map.Entry<FencingAction, Duration> budget : offer.budgets().entrySet()) {
      builder.attribute(budget.getKey().word() + "-millis", budget.getValue().toMillis());
    }
    return builder.build();
  }

  private static Offer offer(Element element) {
    ImmutableSortedMap.Builder<FencingAction, Duration> budgets = ImmutableSortedMap.naturalOrder();
    for (FencingAction action : FencingAction.values()) {
      String attribute = action.word() + "-millis";
      if (element.has(attribute)) {
        budgets.put(action, Duration.ofMillis(Needed.number(element, attribute)));
      }
    }
    return new Offer(
        Needed.text(element, "device"),
        small(element, "priority"),
        element.attribute("verified", "false").equals("true"),
        budgets.buildOrThrow());
  }

  private static CallId call(Element element) {
    return new CallId(operation(element), small(element, "call"));
  }

  private static OperationId operation(Element element) {
    return FencingRecords.id(Needed.text(element, "operation"));
  }

  private static String word(AgentOutcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static AgentOutcome outcome(String word) {
    for (AgentOutcome outcome : AgentOutcome.values()) {
      if (word(outcome).equals(word)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is no outcome of an agent");
  }

  static FencingAction action(String word) {
    return FencingAction.ofWord(word)
        .orElseThrow(
            () -> new IllegalArgumentException("'" + word + "' is none of off, on and reboot"));
  }

  static NodeName node(Element element, String attribute) {
    return new NodeName(Needed.text(element, attribute));
  }

  private static int small(Element element, String attribute) {
    long value = Needed.number(element, attribute);
    if (value != (int) value) {
      throw new IllegalArgumentException(
          "<" + element.name() + " " + attribute + "=\"" + value + "\"> is out of range");
    }
    return (int) value;
  }

  private static Element only(Element element, String child) {
    return element
        .child(child)
        .orElseThrow(
            () -> new IllegalArgumentException("<" + element.name() + "> lacks a <" + child + ">"));
  }
}
