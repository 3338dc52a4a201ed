package io.systole.protocol.executor;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.protocol.executor.ExecutorEvent.Ended;
import io.systole.protocol.executor.ExecutorEvent.Ordered;
import io.systole.protocol.transition.TransitionKey;

/** What the tests order. */
final class Samples {

  static final NodeName NODE = new NodeName("node1");
  static final NodeName OTHER = new NodeName("node2");
  static final Epoch FIRST = new Epoch(1, NODE);
  static final Epoch SECOND = new Epoch(2, OTHER);
  static final AgentRef DUMMY = new AgentRef("ocf", "systole", "Dummy");
  static final Outcome OK = new Outcome(0, Outcome.DONE, "");
  static final Outcome FAILED = new Outcome(1, Outcome.DONE, "it broke");

  private Samples() {}

  static Runner<ExecutorState, ExecutorEvent, ExecutorEffect> runner(ExecutorState state) {
    return new Runner<>(
        "executor", NODE, 1, new ExecutorMachine(), state, ExecutorInvariants.ALL, Trace.NONE);
  }

  static Cause cause() {
    return new Cause.Local("test");
  }

  static TransitionKey key(int action, long transition) {
    return new TransitionKey(action, transition, 0, "c0ffee");
  }

  static Order order(int action, String resource, OperationKey operation) {
    return order(key(action, 1), resource, operation);
  }

  static Order order(TransitionKey key, String resource, OperationKey operation) {
    return new Order(
        key,
        resource,
        DUMMY,
        operation,
        ImmutableSortedMap.of("CRM_meta_timeout", "5000", "delay", "1"));
  }

  static Ordered ordered(int action, String resource, String operation) {
    return new Ordered(FIRST, order(action, resource, OperationKey.once(operation)), 100);
  }

  static Ordered recurring(int action, String resource, long interval) {
    return new Ordered(FIRST, order(action, resource, new OperationKey("monitor", interval)), 100);
  }

  static Ended ended(long callId, Outcome outcome) {
    return new Ended(callId, outcome, 150, 20);
  }
}
