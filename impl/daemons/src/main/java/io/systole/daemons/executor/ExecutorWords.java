package io.systole.daemons.executor;

import com.google.common.primitives.Longs;
import io.systole.agents.AgentResult;
import io.systole.agents.Output;
import io.systole.cib.CibException;
import io.systole.cib.EpochCodec;
import io.systole.ipc.IpcError;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.executor.Entry;
import io.systole.protocol.executor.ExecutorRefusal;
import io.systole.protocol.executor.ExecutorState;
import io.systole.protocol.executor.LrmHistory;
import io.systole.protocol.executor.OperationKey;
import io.systole.protocol.executor.Order;
import io.systole.xml.Element;
import io.systole.xml.XmlException;
import java.util.Optional;

/** What is said to and by an executor, as elements. */
final class ExecutorWords {

  /** Characters of each output of an agent that are told with its result. */
  private static final int TOLD_OUTPUT = 4096;

  private ExecutorWords() {}

  /** Under which epoch a request acts. */
  static Epoch epoch(Element request) throws XmlException {
    try {
      return EpochCodec.read(request, "epoch", "coordinator");
    } catch (CibException e) {
      throw new XmlException(Math.max(1, request.line()), 1, String.valueOf(e.getMessage()));
    }
  }

  /** The operation that a {@code <cancel>} names. */
  static OperationKey cancelled(Element request) throws XmlException {
    return key(request.attribute("operation", ""), request.attribute("interval", ""), request);
  }

  /** The operation that an {@code <rsc_op operation="cancel">} names by its attributes. */
  static OperationKey cancelled(Order order, Element request) throws XmlException {
    return key(
        order.parameters().getOrDefault("CRM_meta_operation", "monitor"),
        order.parameters().getOrDefault("CRM_meta_interval", ""),
        request);
  }

  private static OperationKey key(String operation, String interval, Element request)
      throws XmlException {
    Long millis = Longs.tryParse(interval);
    if (operation.isEmpty() || millis == null || millis <= 0) {
      throw new XmlException(
          Math.max(1, request.line()),
          1,
          "operation '" + operation + "' with interval '" + interval + "' does not recur");
    }
    return new OperationKey(operation, millis);
  }

  /** The event that says how an operation ended. */
  static Element executed(Entry entry, Optional<AgentResult> result, NodeName node) {
    Order order = entry.order();
    Element.Builder executed =
        executed(order.resource(), order.operation(), order.key().toString())
            .attribute("call-id", entry.callId())
            .attribute("rc-code", entry.outcome().rcCode())
            .attribute("op-status", entry.outcome().opStatus())
            .attribute("exec-time", entry.times().tookMillis())
            .attribute("queue-time", entry.times().queuedMillis())
            .attribute("last-rc-change", entry.times().changedMillis() / 1000)
            .attribute("exit-reason", entry.outcome().exitReason())
            .child(LrmHistory.result(entry, node));
    result.ifPresent(r -> {
      output("output", r.output(), executed);
      output("errors", r.errors(), executed);
    });
    return executed.build();
  }

  /** The event that says that an order which leaves no entry was carried out. */
  static Element done(String resource, String operation, String transitionKey) {
    return executed(resource, OperationKey.once(operation), transitionKey)
        .attribute("rc-code", 0)
        .attribute("op-status", 0)
        .attribute("exit-reason", "")
        .build();
  }

  private static Element.Builder executed(
      String resource, OperationKey operation, String transitionKey) {
    return Element.builder("executed")
        .attribute("rsc", resource)
        .attribute("operation", operation.name())
        .attribute("interval", operation.intervalMillis())
        .attribute("transition-key", transitionKey);
  }

  private static void output(String name, Output output, Element.Builder to) {
    String text = output.text();
    int from = Math.max(0, text.length() - TOLD_OUTPUT);
    if (!text.isBlank()) {
      to.child(
          Element.builder(name)
              .attribute("dropped", output.dropped() + from)
              .text(text.substring(from))
              .build());
    }
  }

  /** What the executor knows, in numbers. */
  static Element state(ExecutorState state) {
    long waiting = state.resources().values().stream().mapToLong(r -> r.waiting().size()).sum();
    Element.Builder told =
        Element.builder("executor-state")
            .attribute("running", state.running())
            .attribute("waiting", waiting)
            .attribute("limit", state.limit())
            .attribute("resources", state.resources().size());
    EpochCodec.write(state.epoch(), "epoch", "coordinator", told);
    return told.build();
  }

  /** Why an order is not taken. */
  static IpcError refused(ExecutorRefusal refusal, Element request, ExecutorState state) {
    return switch (refusal) {
      case STALE_EPOCH ->
          new IpcError(
              "stale-epoch",
              "the order is of epoch "
                  + request.attribute("epoch", "")
                  + " of "
                  + request.attribute("coordinator", "")
                  + ", and epoch "
                  + state.epoch()
                  + " was seen",
              "the coordinator was replaced; it has to join again");
      case STALE_TRANSITION ->
          new IpcError(
              "stale-transition",
              "the order is of a transition before " + state.received().transition(),
              "it was on its way for too long; the coordinator's later orders count");
      case QUEUE_FULL ->
          new IpcError(
              "queue-full",
              "more than "
                  + ExecutorState.MAX_WAITING
                  + " orders wait for the resource, or as many operations of it recur",
              "wait until some have ended");
      case TOO_MANY_RESOURCES ->
          new IpcError(
              "too-many-resources",
              "the node knows " + ExecutorState.MAX_RESOURCES + " resources, the most",
              "clean up resources that are not configured any more");
      case ALREADY_ORDERED, NOTHING_TO_CANCEL, UNKNOWN_CALL, UNKNOWN_TIMER ->
          new IpcError("refused", "the executor has no use for it: " + refusal, "");
    };
  }
}
