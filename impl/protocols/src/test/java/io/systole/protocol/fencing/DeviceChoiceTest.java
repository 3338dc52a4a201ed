package io.systole.protocol.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which peer uses which device. */
class DeviceChoiceTest {

  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  private static final NodeName N3 = new NodeName("n3");
  private static final ImmutableSortedSet<NodeName> MEMBERS = ImmutableSortedSet.of(N1, N2, N3);

  @Test
  void leastNameAmongEquals() {
    assertChoice("off by a on n1", FencingAction.OFF, N3, offers(plain("b"), plain("a")));
  }

  @Test
  void verifiedBeforePriority() {
    assertChoice(
        "off by c on n2",
        FencingAction.OFF,
        N3,
        offers(offer("a", 9, false), plain("b")),
        offers(offer("c", 0, true)));
  }

  @Test
  void priorityBeforeName() {
    assertChoice(
        "off by c on n2", FencingAction.OFF, N3, offers(plain("a")), offers(offer("c", 1, false)));
  }

  @Test
  void targetNeverStopsItself() {
    assertChoice("none", FencingAction.OFF, N1, offers(offer("a", 1, true)));
    assertChoice("none", FencingAction.REBOOT, N1, offers(offer("a", 1, true)));
  }

  @Test
  void targetTurnsItselfOnIfNobodyElseCan() {
    assertChoice("on by a on n1", FencingAction.ON, N1, offers(plain("a")));
    assertChoice(
        "on by b on n2", FencingAction.ON, N1, offers(offer("a", 9, false)), offers(plain("b")));
  }

  @Test
  void rebootIsOffWhereTheDeviceCannotReboot() {
    Offer offOnly =
        new Offer("a", 0, false, ImmutableSortedMap.of(FencingAction.OFF, Duration.ofSeconds(1)));
    assertChoice("off by a on n1", FencingAction.REBOOT, N3, offers(offOnly));
    assertChoice("none", FencingAction.ON, N3, offers(offOnly));
  }

  @Test
  void whoHasLeftIsNotChosen() {
    Progress progress = progress(FencingAction.OFF, offers(plain("a")), offers(plain("b")));
    assertEquals(
        Optional.of("off by b on n2"),
        DeviceChoice.choose(progress, N3, ImmutableSortedSet.of(N2, N3))
            .map(c -> c.attempt().toString()));
  }

  @Test
  void whatHasFailedIsNotTriedAgain() {
    Progress progress =
        progress(FencingAction.OFF, offers(plain("a")), offers(plain("a")))
            .failed(new Attempt(N1, "a", FencingAction.OFF), "no");
    assertEquals(
        Optional.of("off by a on n2"),
        DeviceChoice.choose(progress, N3, MEMBERS).map(c -> c.attempt().toString()));
  }

  @Test
  void levelWithoutRebootGoesOffByAllThenOnByAll() {
    Offer offOnly =
        new Offer("b", 0, false, ImmutableSortedMap.of(FencingAction.OFF, Duration.ofSeconds(1)));
    FencingLevel both = new FencingLevel(ImmutableList.of("a", "b"));
    ImmutableList<PlanStep> steps =
        DeviceChoice.steps(
            both,
            FencingAction.REBOOT,
            ImmutableSortedMap.of(N1, ImmutableList.of(plain("a"), offOnly)));
    assertEquals(
        ImmutableList.of(
            new PlanStep(FencingAction.OFF, Optional.of("a"), true),
            new PlanStep(FencingAction.OFF, Optional.of("b"), true),
            new PlanStep(FencingAction.ON, Optional.of("a"), false),
            new PlanStep(FencingAction.ON, Optional.of("b"), false)),
        steps);
  }

  @Test
  void levelWithRebootIsRebooted() {
    FencingLevel both = new FencingLevel(ImmutableList.of("a", "b"));
    ImmutableSortedMap<NodeName, ImmutableList<Offer>> offers =
        ImmutableSortedMap.of(N1, ImmutableList.of(plain("a")), N2, ImmutableList.of(plain("b")));
    assertEquals(
        ImmutableList.of(
            new PlanStep(FencingAction.REBOOT, Optional.of("a"), true),
            new PlanStep(FencingAction.REBOOT, Optional.of("b"), true)),
        DeviceChoice.steps(both, FencingAction.REBOOT, offers));
  }

  @SafeVarargs
  private static void assertChoice(
      String expected, FencingAction action, NodeName target, ImmutableList<Offer>... offers) {
    String chosen =
        DeviceChoice.choose(progress(action, offers), target, MEMBERS)
            .map(c -> c.attempt().toString())
            .orElse("none");
    assertEquals(expected, chosen);
  }

  /** The first offers are n1's, the second n2's. */
  @SafeVarargs
  private static Progress progress(FencingAction action, ImmutableList<Offer>... offers) {
    ImmutableSortedMap.Builder<NodeName, ImmutableList<Offer>> byPeer =
        ImmutableSortedMap.naturalOrder();
    for (int i = 0; i < offers.length; i++) {
      byPeer.put(MEMBERS.asList().get(i), offers[i]);
    }
    return Progress.start(
        new Aim(N3, action), ImmutableList.of(FencingLevel.ANY_DEVICE), byPeer.buildOrThrow());
  }

  private static ImmutableList<Offer> offers(Offer... offers) {
    return ImmutableList.copyOf(offers);
  }

  private static Offer plain(String device) {
    return offer(device, 0, false);
  }

  private static Offer offer(String device, int priority, boolean verified) {
    ImmutableSortedMap.Builder<FencingAction, Duration> budgets = ImmutableSortedMap.naturalOrder();
    for (FencingAction action : FencingAction.values()) {
      budgets.put(action, Duration.ofSeconds(1));
    }
    return new Offer(device, priority, verified, budgets.buildOrThrow());
  }
}
