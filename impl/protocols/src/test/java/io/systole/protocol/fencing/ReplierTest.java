package io.systole.protocol.fencing;

import static io.systole.protocol.fencing.OneFencer.N1;
import static io.systole.protocol.fencing.OneFencer.N2;
import static io.systole.protocol.fencing.OneFencer.OFF;
import static io.systole.protocol.fencing.OneFencer.PEERS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.protocol.fencing.FencingEffect.AskDevice;
import io.systole.protocol.fencing.FencingEffect.Multicast;
import io.systole.protocol.fencing.FencingEvent.DeviceAnswered;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.protocol.fencing.FencingMessage.QueryReply;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a peer replies to a query whose devices do not all say by themselves what they can fence. */
class ReplierTest {

  private static final FenceDevice A = asked("a");
  private static final FenceDevice B = asked("b");
  private static final FenceDevice C = asked("c");

  private final OneFencer fencer = OneFencer.joined();

  @Test
  void replyWaitsForEveryDeviceAndOffersTheCapable() {
    FenceDevice sure = FenceDevice.simple("sure", OFF.target());
    fencer.configure(A, B, C, sure);
    assertEquals(
        ImmutableList.of(ask(A), ask(B), ask(C)),
        fencer.hear(N2, new Query(PEERS, ImmutableSortedSet.of(N1), Optional.empty())).effects());

    assertEquals(ImmutableList.of(), answer("b", true));
    assertEquals(
        new Inquiry(OFF, ImmutableSortedSet.of("a", "c"), ImmutableSortedSet.of("b", "sure")),
        fencer.state().inquiries().get(PEERS.id()));

    assertEquals(ImmutableList.of(), answer("a", false));
    assertEquals(
        new Inquiry(OFF, ImmutableSortedSet.of("c"), ImmutableSortedSet.of("b", "sure")),
        fencer.state().inquiries().get(PEERS.id()));

    QueryReply reply =
        new QueryReply(PEERS.id(), ImmutableList.of(Offer.of(B), Offer.of(C), Offer.of(sure)));
    assertEquals(ImmutableList.of(new Multicast(reply)), answer("c", true));
    assertEquals(ImmutableSortedMap.of(), fencer.state().inquiries());
  }

  @Test
  void deviceIsHeardOnce() {
    fencer.configure(A, B);
    fencer.hear(N2, new Query(PEERS, ImmutableSortedSet.of(N1), Optional.empty()));
    answer("a", true);
    fencer.assertRefused(
        FencingRefusal.UNKNOWN_OPERATION, new DeviceAnswered(PEERS.id(), "a", false));
  }

  private ImmutableList<FencingEffect> answer(String device, boolean capable) {
    return fencer.step(new DeviceAnswered(PEERS.id(), device, capable)).effects();
  }

  private static AskDevice ask(FenceDevice device) {
    return new AskDevice(PEERS.id(), device, OFF.target());
  }

  private static FenceDevice asked(String id) {
    FenceDevice plain = FenceDevice.simple(id);
    return new FenceDevice(
        id,
        plain.agent(),
        plain.parameters(),
        new DeviceHosts(HostCheck.STATUS, ImmutableSortedSet.of(), ImmutableSortedMap.of()),
        plain.actions(),
        plain.delay(),
        plain.priority(),
        plain.actionLimit(),
        plain.verified());
  }
}
