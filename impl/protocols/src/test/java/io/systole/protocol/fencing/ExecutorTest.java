package io.systole.protocol.fencing;

import static io.systole.protocol.fencing.OneFencer.LOST;
import static io.systole.protocol.fencing.OneFencer.N1;
import static io.systole.protocol.fencing.OneFencer.N2;
import static io.systole.protocol.fencing.OneFencer.OFF;
import static io.systole.protocol.fencing.OneFencer.PEERS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingEffect.RunAgent;
import io.systole.protocol.fencing.FencingEvent.EpochSeen;
import io.systole.protocol.fencing.FencingMessage.Execute;
import io.systole.protocol.fencing.FencingMessage.Executed;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which orders a peer does not obey and what it says to them, and how devices share their time. */
class ExecutorTest {

  private static final FenceDevice IPMI = FenceDevice.simple("ipmi", LOST);
  private static final FenceDevice PDU = FenceDevice.simple("pdu", LOST);

  private OneFencer fencer = OneFencer.joined();

  @Test
  void replacedCoordinatorIsNotObeyed() {
    fencer.configure(IPMI);
    fencer.step(new EpochSeen(new Epoch(3, N2)));
    assertObjection(
        "the coordinator that asked has been replaced",
        new Execute(call(1), N1, "ipmi", OFF, Optional.of(new Epoch(2, N2))));
  }

  @Test
  void nodeDoesNotFenceItself() {
    fencer.configure(IPMI);
    Aim itself = new Aim(N1, FencingAction.REBOOT);
    assertObjection(
        "a node does not fence itself", new Execute(call(1), N1, "ipmi", itself, Optional.empty()));
  }

  @Test
  void deviceThatIsGoneIsNotUsed() {
    fencer.configure(PDU);
    assertObjection("the peer does not have the device any more", order(1, "ipmi"));
  }

  @Test
  void deviceDoesNotWhatItCannotDo() {
    fencer.configure(IPMI.only(FencingAction.ON));
    assertObjection("the device cannot do that", order(1, "ipmi"));
  }

  @Test
  void ordersBeyondTheLimitAreNotObeyed() {
    FencingState joined = fencer.state();
    ImmutableSortedMap.Builder<CallId, DeviceCall> calls = ImmutableSortedMap.naturalOrder();
    for (int i = 1; i < FencingState.MAX_CALLS; i++) {
      calls.put(
          call(i), new DeviceCall(order(i, "pdu"), PDU, 1, new DeviceCall.CallStatus.Delayed()));
    }
    fencer =
        new OneFencer(
            new FencingState(
                joined.self(),
                joined.incarnation(),
                joined.surroundings(),
                FencingConfiguration.of(IPMI, PDU),
                joined.counter(),
                joined.rounds(),
                calls.buildOrThrow(),
                joined.inquiries(),
                joined.leading(),
                joined.history()));

    assertEquals(ImmutableList.of(run(FencingState.MAX_CALLS, IPMI)), effects(4096, "ipmi"));
    assertObjection("the peer has 4096 orders already", order(4097, "ipmi"));
  }

  @Test
  void devicesDoNotWaitForEachOther() {
    fencer.configure(IPMI, PDU);
    assertEquals(ImmutableList.of(run(1, IPMI)), effects(1, "ipmi"));
    assertEquals(ImmutableList.of(), effects(2, "ipmi"));
    assertEquals(ImmutableList.of(run(3, PDU)), effects(3, "pdu"));
  }

  private ImmutableList<FencingEffect> effects(int number, String device) {
    return fencer.hear(N2, order(number, device)).effects();
  }

  /** The peer says so, and does nothing else. */
  private void assertObjection(String reason, Execute order) {
    FencingState before = fencer.state();
    Executed refused =
        new Executed(order.call(), AgentOutcome.FAILED, reason, ImmutableSortedSet.of());
    assertEquals(ImmutableList.of(new Multicast(refused)), fencer.hear(N2, order).effects());
    assertEquals(before, fencer.state());
  }

  private static CallId call(int number) {
    return new CallId(PEERS.id(), number);
  }

  private static Execute order(int number, String device) {
    return new Execute(call(number), N1, device, OFF, Optional.empty());
  }

  private static RunAgent run(int number, FenceDevice device) {
    return new RunAgent(call(number), device, OFF, FenceDevice.DEFAULT_TERMS);
  }
}
