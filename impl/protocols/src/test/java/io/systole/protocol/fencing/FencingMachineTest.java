package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingEffect.RunAgent;
import io.systole.protocol.fencing.FencingEffect.StartTimer;
import io.systole.protocol.fencing.FencingEvent.AgentFinished;
import io.systole.protocol.fencing.FencingEvent.DelayDrawn;
import io.systole.protocol.fencing.FencingEvent.DeviceAnswered;
import io.systole.protocol.fencing.FencingEvent.DevicesConfigured;
import io.systole.protocol.fencing.FencingEvent.EpochSeen;
import io.systole.protocol.fencing.FencingEvent.FenceRequested;
import io.systole.protocol.fencing.FencingEvent.MessageDelivered;
import io.systole.protocol.fencing.FencingEvent.TimerFired;
import io.systole.protocol.fencing.FencingEvent.ViewChanged;
import io.systole.protocol.fencing.FencingMessage.Execute;
import io.systole.protocol.fencing.FencingMessage.Executed;
import io.systole.protocol.fencing.FencingMessage.History;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.protocol.fencing.FencingMessage.QueryReply;
import io.systole.protocol.fencing.FencingTimer.DelayTimer;
import io.systole.protocol.fencing.FencingTimer.RoundTimer;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single steps: what is refused and why, delays, limits, and who is asked. */
class FencingMachineTest {

  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final NodeName N3 = new NodeName("n3");
  private static final ImmutableSortedSet<NodeName> ALL = ImmutableSortedSet.of(N1, N2, N3);
  private static final NodeName LOST = new NodeName("n4");
  private static final Epoch OLD = new Epoch(1, N1);
  private static final Epoch NEW = new Epoch(2, N2);
  private static final OperationId PEERS = new OperationId(1, N2, 1);
  private static final CallId CALL = new CallId(PEERS, 1);
  private static final Aim OFF = new Aim(LOST, FencingAction.OFF);
  private static final FenceDevice IPMI = FenceDevice.simple("ipmi", LOST);

  private final FencingMachine machine = new FencingMachine();
  private FencingState state = FencingState.initial(N1, 7);

  @Test
  void requestsBeforeAnyViewAreRefused() {
    assertRefused(FencingRefusal.NOT_IN_VIEW, request(Optional.empty()));
  }

  @Test
  void replacedCoordinatorIsRefused() {
    join();
    step(new EpochSeen(NEW));
    assertRefused(FencingRefusal.STALE_EPOCH, new EpochSeen(OLD));
    assertRefused(FencingRefusal.STALE_EPOCH, request(Optional.of(OLD)));
    assertRefused(
        FencingRefusal.STALE_EPOCH, new DevicesConfigured(OLD, FencingConfiguration.of(IPMI)));
    step(request(Optional.of(NEW)));
  }

  @Test
  void executorObeysNoReplacedCoordinator() {
    join();
    step(new DevicesConfigured(NEW, FencingConfiguration.of(IPMI)));
    Executed answer = answer(step(new MessageDelivered(N2, execute(Optional.of(OLD)))));
    assertEquals(AgentOutcome.FAILED, answer.outcome());
    assertTrue(answer.reason().contains("replaced"), answer.reason());
  }

  @Test
  void aFencerThatHasJustStartedHearsFromItsPeersWhoHasBeenReplaced() {
    join();
    step(new MessageDelivered(N2, new History(1, Optional.of(NEW), ImmutableList.of())));
    assertRefused(FencingRefusal.STALE_EPOCH, request(Optional.of(OLD)));
    step(new MessageDelivered(N2, new History(1, Optional.of(OLD), ImmutableList.of())));
    assertRefused(FencingRefusal.STALE_EPOCH, request(Optional.of(OLD)));
  }

  /**
   * n3 hears n1, which was started anew, and only then n2, which had not heard n1 yet: by n2 it
   * gets to know of an operation of n1 that nobody will decide.
   */
  @Test
  void whoHearsOfItsOwnOldOperationTellsAllThatItIsLost() {
    join();
    FencingRecord old =
        new FencingRecord(
            new OperationId(1, N1, 6), OFF, "c", 1, Optional.empty(), Optional.empty());
    History ofPeer = new History(1, Optional.empty(), ImmutableList.of(old));

    FencingState third = FencingState.initial(N3, 1);
    View view = new View(new ViewId(1, N1), ALL, ALL, 2, true);
    third = machine.step(third, new ViewChanged(view)).state();
    third =
        machine
            .step(
                third,
                new MessageDelivered(N1, new History(7, Optional.empty(), ImmutableList.of())))
            .state();
    third = machine.step(third, new MessageDelivered(N2, ofPeer)).state();
    assertTrue(third.history().isPending(old.id()), "n3 knows no better yet");

    Step<FencingState, FencingEffect> step = step(new MessageDelivered(N2, ofPeer));
    History again =
        step.effects().stream()
            .flatMap(
                effect -> effect instanceof Multicast say ? Stream.of(say.message()) : Stream.of())
            .flatMap(message -> message instanceof History told ? Stream.of(told) : Stream.of())
            .findFirst()
            .orElseThrow();
    third = machine.step(third, new MessageDelivered(N1, again)).state();
    assertTrue(third.history().hasEnded(old.id()), "n1 has told it");
    Step<FencingState, FencingEffect> own = step(new MessageDelivered(N1, again));
    assertTrue(own.effects().isEmpty(), () -> "once is enough: " + own.effects());
  }

  @Test
  void tooManyRequestsAreRefused() {
    join();
    for (int i = 0; i < FencingState.MAX_ROUNDS; i++) {
      step(request(Optional.empty()));
    }
    assertRefused(FencingRefusal.TOO_MANY_ROUNDS, request(Optional.empty()));
  }

  @Test
  void onlyMembersAreHeardAndOnlyOriginatorsDecide() {
    join();
    assertRefused(
        FencingRefusal.NOT_A_MEMBER, new MessageDelivered(LOST, execute(Optional.empty())));
    assertRefused(
        FencingRefusal.NOT_THE_ORIGINATOR, new MessageDelivered(N1, execute(Optional.empty())));
    assertRefused(
        FencingRefusal.NOT_FOR_US,
        new MessageDelivered(N1, new QueryReply(PEERS, ImmutableList.of())));
    assertRefused(FencingRefusal.STALE_TIMER, new TimerFired(new RoundTimer(PEERS)));
  }

  @Test
  void sameOrderIsObeyedOnce() {
    join();
    configure(IPMI);
    MessageDelivered order = new MessageDelivered(N2, execute(Optional.empty()));
    assertEquals(1, runs(step(order)).size());
    assertRefused(FencingRefusal.ALREADY_EXECUTING, order);
    step(new AgentFinished(CALL, AgentOutcome.SUCCEEDED, ""));
    assertEquals(AgentOutcome.SUCCEEDED, answer(step(order)).outcome());
  }

  @Test
  void nodeDoesNotFenceItself() {
    join();
    configure(FenceDevice.simple("ipmi", N1));
    Execute order = new Execute(CALL, N1, "ipmi", new Aim(N1, FencingAction.OFF), Optional.empty());
    assertEquals(AgentOutcome.FAILED, answer(step(new MessageDelivered(N2, order))).outcome());
  }

  @Test
  void delayIsDrawnAndWaitedFor() {
    join();
    DelayRange range = new DelayRange(Duration.ofSeconds(1), Duration.ofSeconds(9));
    configure(withDelay(range));
    assertEquals(
        ImmutableList.of(new FencingEffect.DrawDelay(CALL, range)),
        step(new MessageDelivered(N2, execute(Optional.empty()))).effects());
    assertEquals(
        ImmutableList.of(new StartTimer(new DelayTimer(CALL), Duration.ofSeconds(4))),
        step(new DelayDrawn(CALL, Duration.ofSeconds(4))).effects());
    assertEquals(1, runs(step(new TimerFired(new DelayTimer(CALL)))).size());
  }

  @Test
  void deviceRunsOneAgentAtATime() {
    join();
    configure(IPMI);
    step(new MessageDelivered(N2, execute(Optional.empty())));
    CallId second = new CallId(new OperationId(2, N2, 1), 1);
    Execute other = new Execute(second, N1, "ipmi", OFF, Optional.empty());
    assertEquals(ImmutableList.of(), runs(step(new MessageDelivered(N2, other))));
    assertEquals(
        second,
        runs(step(new AgentFinished(CALL, AgentOutcome.TIMED_OUT, "late"))).getFirst().call());
  }

  @Test
  void agentIsAskedWhereTheConfigurationDoesNotSay() {
    join();
    DeviceHosts asked =
        new DeviceHosts(HostCheck.DYNAMIC_LIST, ImmutableSortedSet.of(), ImmutableSortedMap.of());
    configure(withHosts(asked));
    FencingRecord pending =
        new FencingRecord(PEERS, OFF, "c", 1, Optional.empty(), Optional.empty());
    Query query = new Query(pending, ImmutableSortedSet.of(N1), Optional.empty());
    var asking = step(new MessageDelivered(N2, query));
    assertTrue(asking.effects().getFirst() instanceof FencingEffect.AskDevice);
    var answered = step(new DeviceAnswered(PEERS, "ipmi", true));
    assertTrue(
        answered.effects().getFirst() instanceof Multicast m
            && m.message() instanceof QueryReply reply
            && reply.offers().size() == 1,
        answered.effects().toString());
    assertRefused(FencingRefusal.UNKNOWN_OPERATION, new DeviceAnswered(PEERS, "ipmi", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<hello/>",
        "<query/>",
        "<query><operation id='1.1.n1' target='n2' action='melt' started-millis='1'/></query>",
        "<query><operation id='1.n1' target='n2' action='off' started-millis='1'/></query>",
        "<query><operation id='0.1.n1' target='n2' action='off' started-millis='1'/></query>",
        "<query><operation id='1.1.n1' target='' action='off' started-millis='1'/></query>",
        "<result><operation id='1.1.n1' target='n2' action='off' started-millis='1'/></result>",
        "<result><operation id='1.1.n1' target='n2' action='off' started-millis='1'"
            + " status='succeeded' finished-millis='2'/></result>",
        "<result><operation id='1.1.n1' target='n2' action='off' started-millis='1'"
            + " status='lost' finished-millis='2'/></result>",
        "<executed operation='1.1.n1' call='99999999999' outcome='failed'/>",
        "<executed operation='1.1.n1' call='1' outcome='maybe'/>",
        "<query-reply operation='1.1.n1'><offer device='a' priority='0' off-millis='-1'/>"
            + "</query-reply>",
        "<history incarnation='x'/>"
      })
  void garbageIsRefusedWithAReason(String text) throws XmlException {
    Element element = Xml.parse(text);
    String message =
        assertThrows(IllegalArgumentException.class, () -> FencingMessageCodec.decode(element))
            .getMessage();
    assertTrue(message != null && !message.isEmpty());
  }

  private Step<FencingState, FencingEffect> step(FencingEvent event) {
    Step<FencingState, FencingEffect> step = machine.step(state, event);
    assertEquals(Optional.<Refusal>empty(), step.refusal(), event.toString());
    assertEquals(ImmutableList.of(), FencingInvariants.ALL.broken(step.state()));
    state = step.state();
    return step;
  }

  private void assertRefused(Refusal refusal, FencingEvent event) {
    Step<FencingState, FencingEffect> step = machine.step(state, event);
    assertEquals(Optional.of(refusal), step.refusal());
    assertEquals(state, step.state());
  }

  private void join() {
    ImmutableSortedSet<NodeName> both = ImmutableSortedSet.of(N1, N2);
    step(new ViewChanged(new View(new ViewId(1, N1), both, both, 2, true)));
  }

  private void configure(FenceDevice device) {
    step(new DevicesConfigured(OLD, FencingConfiguration.of(device)));
  }

  private static FencingEvent request(Optional<Epoch> epoch) {
    return new FenceRequested(new FenceRequest(1, "c", OFF, Duration.ofSeconds(60), epoch));
  }

  private static Execute execute(Optional<Epoch> epoch) {
    return new Execute(CALL, N1, "ipmi", OFF, epoch);
  }

  private static Executed answer(Step<FencingState, FencingEffect> step) {
    for (FencingEffect effect : step.effects()) {
      if (effect instanceof Multicast multicast
          && multicast.message() instanceof Executed executed) {
        return executed;
      }
    }
    throw new AssertionError("no answer in " + step.effects());
  }

  private static ImmutableList<RunAgent> runs(Step<FencingState, FencingEffect> step) {
    return step.effects().stream()
        .filter(RunAgent.class::isInstance)
        .map(RunAgent.class::cast)
        .collect(ImmutableList.toImmutableList());
  }

  private static FenceDevice withDelay(DelayRange delay) {
    return new FenceDevice(
        "ipmi", "fence", IPMI.parameters(), IPMI.hosts(), IPMI.actions(), delay, 0, 1, false);
  }

  private static FenceDevice withHosts(DeviceHosts hosts) {
    return new FenceDevice(
        "ipmi", "fence", IPMI.parameters(), hosts, IPMI.actions(), DelayRange.NONE, 0, 1, false);
  }
}
