package io.systole.refinement.fencing;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.fencing.Aim;
import io.systole.protocol.fencing.CallId;
import io.systole.protocol.fencing.Conclusion;
import io.systole.protocol.fencing.FencingMessage;
import io.systole.protocol.fencing.FencingRecord;
import io.systole.protocol.fencing.FencingTimer;
import io.systole.protocol.fencing.Offer;
import io.systole.protocol.fencing.OperationId;
import io.systole.refinement.bus.Names;
import io.systole.refinement.tla.Tla;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Operations, calls and messages of fencers, as {@code spec/fencing/FencingNode} has them.
 *
 * @param devices the ids of all devices, sorted: the first is 1
 */
public record FencingValues(Names names, ImmutableList<String> devices) {

  private static final Tla NOBODY = Tla.of(0);

  Tla operation(OperationId id) {
    return Tla.tuple(Tla.of(id.counter()), names.node(id.originator()), Tla.of(id.incarnation()));
  }

  Tla operations(Collection<OperationId> ids) {
    return Tla.set(ids.stream().map(this::operation).toList());
  }

  Tla call(CallId call) {
    OperationId id = call.operation();
    return Tla.tuple(
        Tla.of(id.counter()),
        names.node(id.originator()),
        Tla.of(id.incarnation()),
        Tla.of(call.number()));
  }

  Tla aim(Aim aim) {
    return Tla.tuple(names.node(aim.target()), Tla.of(aim.action().name()));
  }

  Tla device(String id) {
    int index = devices.indexOf(id);
    if (index < 0) {
      throw new IllegalArgumentException("no device " + id + " among " + devices);
    }
    return Tla.of(index + 1L);
  }

  Tla devices(Collection<String> ids) {
    return Tla.set(ids.stream().map(this::device).toList());
  }

  Tla epoch(Optional<Epoch> epoch) {
    return epoch.map(names::epoch).orElse(Tla.tuple(Tla.of(0), Tla.of(0)));
  }

  Tla record(FencingRecord record) {
    return Tla.record(
        "aim", aim(record.aim()),
        "asOf", epoch(record.asOf()),
        "conclusion", conclusion(record.conclusion()));
  }

  private Tla conclusion(Optional<Conclusion> conclusion) {
    Optional<NodeName> executor = conclusion.flatMap(Conclusion::executor);
    return Tla.record(
        "status", Tla.of(conclusion.map(c -> c.status().name()).orElse("PENDING")),
        "executor", executor.map(names::node).orElse(NOBODY));
  }

  Tla history(Collection<FencingRecord> records) {
    TreeMap<Tla, Tla> all = new TreeMap<>();
    records.forEach(record -> all.put(operation(record.id()), record(record)));
    return Tla.function(all);
  }

  Tla offers(ImmutableList<Offer> offers) {
    return Tla.tuple(offers.stream().map(this::offer).toList());
  }

  private Tla offer(Offer offer) {
    return Tla.record(
        "device", device(offer.device()),
        "priority", Tla.of(offer.priority()),
        "verified", Tla.of(offer.verified()),
        "can", Tla.set(offer.budgets().keySet().stream().map(a -> Tla.of(a.name())).toList()));
  }

  Tla timer(FencingTimer timer) {
    return switch (timer) {
      case FencingTimer.QueryTimer query ->
          Tla.tuple(Tla.of("Query"), operation(query.operation()));
      case FencingTimer.RoundTimer round ->
          Tla.tuple(Tla.of("Round"), operation(round.operation()));
      case FencingTimer.ExecuteTimer execute -> Tla.tuple(Tla.of("Execute"), call(execute.call()));
      case FencingTimer.DelayTimer delay -> Tla.tuple(Tla.of("Delay"), call(delay.call()));
    };
  }

  Tla message(FencingMessage message) {
    Tla type = Tla.of(message.getClass().getSimpleName());
    return switch (message) {
      case FencingMessage.Query query ->
          Tla.record(
              "type", type,
              "id", operation(query.operation().id()),
              "record", record(query.operation()),
              "expected", names.nodes(query.expected()),
              "epoch", epoch(query.epoch()));
      case FencingMessage.QueryReply reply ->
          Tla.record(
              "type", type,
              "id", operation(reply.operation()),
              "offers", offers(reply.offers()));
      case FencingMessage.Execute order ->
          Tla.record(
              "type", type,
              "call", call(order.call()),
              "executor", names.node(order.executor()),
              "device", device(order.device()),
              "aim", aim(order.aim()),
              "epoch", epoch(order.epoch()));
      case FencingMessage.Executed done ->
          Tla.record(
              "type", type,
              "call", call(done.call()),
              "outcome", Tla.of(done.outcome().name()),
              "covered", operations(done.covered()));
      case FencingMessage.Result result ->
          Tla.record(
              "type", type,
              "id", operation(result.record().id()),
              "record", record(result.record()),
              "covered", operations(result.covered()));
      case FencingMessage.History told ->
          Tla.record(
              "type", type,
              "inc", Tla.of(told.incarnation()),
              "epoch", epoch(told.epoch()),
              "records", history(told.records()));
    };
  }
}
