package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingEvent.DevicesConfigured;
import io.systole.protocol.fencing.FencingEvent.FenceRequested;
import io.systole.protocol.fencing.FencingEvent.MessageDelivered;
import io.systole.protocol.fencing.FencingEvent.ViewChanged;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The fencer of n1, led step by step; what is always true of a fencer is true after each. */
final class OneFencer {

  static final NodeName N1 = new NodeName("n1");
  static final NodeName N2 = new NodeName("n2");
  static final NodeName LOST = new NodeName("n4");
  static final Aim OFF = new Aim(LOST, FencingAction.OFF);

  /** An operation of n2, whose process has the incarnation 1. */
  static final FencingRecord PEERS =
      new FencingRecord(new OperationId(1, N2, 1), OFF, "c", 1, Optional.empty(), Optional.empty());

  private static final Epoch EPOCH = new Epoch(1, N1);

  private final FencingMachine machine = new FencingMachine();
  private FencingState state;
  private long views;

  OneFencer() {
    this(FencingState.initial(N1, 7));
  }

  OneFencer(FencingState state) {
    this.state = state;
  }

  /** One that is in a view with n2. */
  static OneFencer joined() {
    OneFencer fencer = new OneFencer();
    fencer.join(N1, N2);
    return fencer;
  }

  FencingState state() {
    return state;
  }

  Step<FencingState, FencingEffect> step(FencingEvent event) {
    Step<FencingState, FencingEffect> step = machine.step(state, event);
    assertEquals(Optional.<Refusal>empty(), step.refusal(), event.toString());
    assertEquals(ImmutableList.of(), FencingInvariants.ALL.broken(step.state()));
    state = step.state();
    return step;
  }

  void assertRefused(Refusal refusal, FencingEvent event) {
    Step<FencingState, FencingEffect> step = machine.step(state, event);
    assertEquals(Optional.of(refusal), step.refusal());
    assertEquals(state, step.state());
  }

  Step<FencingState, FencingEffect> join(NodeName... members) {
    ImmutableSortedSet<NodeName> all = ImmutableSortedSet.copyOf(members);
    return step(new ViewChanged(new View(new ViewId(++views, N1), all, all, 1, true)));
  }

  void configure(FenceDevice... devices) {
    step(new DevicesConfigured(EPOCH, FencingConfiguration.of(devices)));
  }

  /** A client wants n4 off, and the query that this leads to. */
  FencingMessage.Query ask(Duration timeout) {
    FenceRequest request = new FenceRequest(5, "c", OFF, timeout, Optional.empty());
    return (FencingMessage.Query) said(step(new FenceRequested(request))).getFirst();
  }

  Step<FencingState, FencingEffect> hear(NodeName sender, FencingMessage message) {
    return step(new MessageDelivered(sender, message));
  }

  /** What a step says to the peers. */
  static ImmutableList<FencingMessage> said(Step<FencingState, FencingEffect> step) {
    return step.effects().stream()
        .flatMap(effect -> effect instanceof Multicast say ? Stream.of(say.message()) : Stream.of())
        .collect(ImmutableList.toImmutableList());
  }
}
