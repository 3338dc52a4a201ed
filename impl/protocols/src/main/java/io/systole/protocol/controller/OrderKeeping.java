package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import io.systole.cib.CibEdit;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.ControllerMessage.OperationOrdered;
import io.systole.protocol.controller.Proposals.Purpose;
import io.systole.protocol.join.MemberPhase;
import io.systole.protocol.transition.GraphAction;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.function.Predicate;

/** What a member does with the DC's orders, and how their results come into the CIB. */
final class OrderKeeping {

  private OrderKeeping() {}

  static void ordered(Turn turn, NodeName sender, OperationOrdered order) {
    if (mayOrder(turn, sender, order.epoch(), order.to())) {
      turn.set(turn.state().with(turn.state().orders().with(order)));
      pass(turn, order);
    }
  }

  /** Whether this node takes an order; if not, says why. */
  static boolean mayOrder(Turn turn, NodeName sender, Epoch epoch, NodeName to) {
    if (!to.equals(turn.self())) {
      turn.refuse(ControllerRefusal.NOT_ADDRESSED);
      return false;
    }
    if (epoch.compareTo(turn.state().seen()) < 0) {
      turn.refuse(ControllerRefusal.OLD_EPOCH);
      return false;
    }
    if (!epoch.coordinator().equals(sender)) {
      turn.refuse(ControllerRefusal.NOT_FROM_DC);
      return false;
    }
    boolean confirmed =
        turn.state().join().phase() == MemberPhase.CONFIRMED
            && turn.state().join().offer().filter(epoch::equals).isPresent();
    if (!confirmed) {
      turn.refuse(ControllerRefusal.NOT_CONFIRMED);
    }
    return confirmed;
  }

  /** Hands an order to the executor. While there is none, the order waits. */
  private static void pass(Turn turn, OperationOrdered order) {
    if (!turn.state().daemons().has(Service.EXECUTOR)) {
      return;
    }
    Element operation = order.operation();
    turn.emit(
        operation.attribute("operation", "").equals("cancel")
            ? new ControllerEffect.CancelOperation(order.epoch(), order.key(), operation)
            : new ControllerEffect.Execute(order.epoch(), order.key(), operation));
  }

  /** The executor answers, for the first time or again: what it knows comes before all else. */
  static void connected(Turn turn) {
    turn.emit(new ControllerEffect.AskHistory());
  }

  /** The join sequence wants the whole history in the CIB. */
  static void askHistory(Turn turn, Epoch round) {
    turn.set(turn.state().with(turn.state().orders().awaitingHistory(Optional.of(round))));
    if (turn.state().daemons().has(Service.EXECUTOR)) {
      turn.emit(new ControllerEffect.AskHistory());
    }
  }

  static void historyTold(Turn turn, Element history) {
    Orders orders = turn.state().orders();
    Proposing.dropResults(turn);
    turn.set(turn.state().with(orders.awaitingHistory(Optional.empty())));
    boolean forRound = orders.historyFor().filter(turn.state().seen()::equals).isPresent();
    Proposing.want(
        turn,
        forRound ? Purpose.HISTORY : Purpose.RESULTS,
        HistoryEdits.replace(NodeIds.of(turn, turn.self()), turn.self(), history));
    for (OperationOrdered order : orders.outstanding().values()) {
      // An executor that was restarted may have forgotten the epoch that replaced the order's DC.
      boolean replaced = order.epoch().compareTo(turn.state().seen()) < 0;
      if (replaced || hasEnded(history, order.key())) {
        turn.set(turn.state().with(turn.state().orders().without(order.key())));
      } else {
        pass(turn, order);
      }
    }
  }

  private static boolean hasEnded(Element history, TransitionKey key) {
    return history
        .descendants()
        .anyMatch(operation ->
            operation.attribute("transition-key", "").equals(key.toString())
                && !operation.attribute("op-status", "").equals("-1"));
  }

  static void executed(Turn turn, ControllerEvent.Executed executed) {
    boolean ordered = turn.state().orders().outstanding().containsKey(executed.key());
    turn.set(turn.state().with(turn.state().orders().without(executed.key())));
    Element result = executed.result();
    if (result.children().isEmpty()) {
      if (ordered) {
        end(turn, executed.key(), executed.rc());
      } else {
        turn.refuse(ControllerRefusal.NOT_ASKED);
      }
      return;
    }
    ImmutableList.Builder<CibEdit> edits = ImmutableList.builder();
    edits.add(HistoryEdits.add(NodeIds.of(turn, turn.self()), turn.self(), result));
    boolean stopped =
        result.children("lrm_rsc_op").stream()
            .anyMatch(operation ->
                operation.attribute("operation", "").equals("stop")
                    && operation.attribute("rc-code", "").equals("0"));
    if (stopped) {
      edits.addAll(remove(turn, result.id(), OrderKeeping::recurs));
    }
    results(turn, edits.build());
  }

  private static boolean recurs(Element operation) {
    return !operation.attribute("interval", "0").equals("0")
        && !operation.id().endsWith("_last_failure_0");
  }

  private static ImmutableList<CibEdit> remove(
      Turn turn, String resource, Predicate<Element> unwanted) {
    return HistoryEdits.remove(turn, turn.self(), resource, unwanted);
  }

  /** Writes results, or tells the whole history later if more wait than is sensible. */
  private static void results(Turn turn, ImmutableList<CibEdit> edits) {
    if (turn.state().proposals().waiting().size() < Proposals.MAX_WAITING) {
      Proposing.want(turn, Purpose.RESULTS, edits);
    } else {
      connected(turn);
    }
  }

  /** Tells the DC of an end that leaves no entry. */
  private static void end(Turn turn, TransitionKey key, int rc) {
    turn.say(new ControllerMessage.OrderEnded(turn.state().seen(), key, rc));
  }

  static void cancelled(Turn turn, TransitionKey key) {
    Optional<OperationOrdered> order = outstanding(turn, key);
    if (order.isEmpty()) {
      turn.refuse(ControllerRefusal.NOT_ASKED);
      return;
    }
    turn.set(turn.state().with(turn.state().orders().without(key)));
    Element operation = order.get().operation();
    String interval = meta(operation, "CRM_meta_interval");
    String name = meta(operation, "CRM_meta_operation");
    String resource = resource(operation);
    results(
        turn,
        remove(
            turn,
            resource,
            entry ->
                recurs(entry)
                    && entry.attribute("operation", "").equals(name)
                    && entry.attribute("interval", "").equals(interval)));
    end(turn, key, 0);
  }

  static void forgotten(Turn turn, TransitionKey key, String resource) {
    turn.set(turn.state().with(turn.state().orders().without(key)));
    results(turn, remove(turn, resource, entry -> true));
    end(turn, key, 0);
  }

  /** The executor does not do it: that is a result, too, so that the DC need not wait in vain. */
  static void refused(Turn turn, ControllerEvent.ExecuteRefused refused) {
    Optional<OperationOrdered> order = outstanding(turn, refused.key());
    if (order.isEmpty()) {
      turn.refuse(ControllerRefusal.NOT_ASKED);
      return;
    }
    turn.set(turn.state().with(turn.state().orders().without(refused.key())));
    if (order.get().epoch().compareTo(turn.state().seen()) < 0) {
      return;
    }
    Optional<Element> failure = HistoryEdits.notDone(turn.self(), order.get(), refused.reason());
    if (failure.isPresent()) {
      results(
          turn,
          ImmutableList.of(
              HistoryEdits.add(NodeIds.of(turn, turn.self()), turn.self(), failure.get())));
    } else {
      end(turn, refused.key(), GraphAction.RC_NOT_DONE);
    }
  }

  private static Optional<OperationOrdered> outstanding(Turn turn, TransitionKey key) {
    return Optional.ofNullable(turn.state().orders().outstanding().get(key));
  }

  private static String resource(Element operation) {
    return operation.child("primitive").map(Element::id).orElse("");
  }

  private static String meta(Element operation, String name) {
    return operation
        .child("attributes")
        .flatMap(attributes -> attributes.attribute(name))
        .orElse("");
  }
}
