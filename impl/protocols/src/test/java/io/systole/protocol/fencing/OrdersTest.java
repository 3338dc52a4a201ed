package io.systole.protocol.fencing;

import static io.systole.protocol.fencing.OneFencer.LOST;
import static io.systole.protocol.fencing.OneFencer.N1;
import static io.systole.protocol.fencing.OneFencer.N2;
import static io.systole.protocol.fencing.OneFencer.OFF;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Step;
import io.systole.protocol.fencing.FencingMessage.Execute;
import io.systole.protocol.fencing.FencingMessage.Executed;
import io.systole.protocol.fencing.FencingMessage.Query;
import io.systole.protocol.fencing.FencingMessage.QueryReply;
import io.systole.protocol.fencing.FencingMessage.Result;
import io.systole.protocol.fencing.RoundPhase.Announced;
import io.systole.protocol.fencing.RoundPhase.Executing;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How devices are used one after another, and what is said when none is left. */
class OrdersTest {

  private static final Offer IPMI = Offer.of(FenceDevice.simple("ipmi", LOST));

  private final OneFencer fencer = OneFencer.joined();
  private final Query query = fencer.ask(Duration.ofMinutes(1));
  private final OperationId id = query.operation().id();

  @Test
  void whereNobodyHasADeviceTheRemedyIsSaid() {
    assertEquals(
        "no peer has a device for off of n4; configure one, or clean up one that has failed",
        reason(offered()));
  }

  @Test
  void whereEveryDeviceHasFailedTheLastTroubleIsSaid() {
    offered(IPMI);
    Executed failed =
        new Executed(new CallId(id, 1), AgentOutcome.FAILED, "no power", ImmutableSortedSet.of());
    assertEquals("off by ipmi on n2: no power", reason(fencer.hear(N2, failed)));
  }

  @Test
  void orderThatIsUnderWayIsRepeatedAsItWas() {
    Step<FencingState, FencingEffect> ordered = offered(IPMI);
    Execute order = new Execute(new CallId(id, 1), N2, "ipmi", OFF, Optional.empty());
    assertEquals(ImmutableList.of(order), OneFencer.said(ordered));
    assertEquals(
        ImmutableList.of(order), OneFencer.said(Orders.resume(fencer.state(), underWay()).step()));
  }

  @Test
  void orderThatIsOverIsNotRepeated() {
    offered(IPMI);
    Executing order = underWay();
    FencingState elsewhere =
        fencer.state().with(fencer.state().round(id).orElseThrow().in(new Announced()));
    assertEquals(Moves.to(elsewhere), Orders.resume(elsewhere, order));
    FencingState ended = fencer.state().withoutRound(id);
    assertEquals(Moves.to(ended), Orders.resume(ended, order));
  }

  /** The query is answered by both, n2 offering these. */
  private Step<FencingState, FencingEffect> offered(Offer... offers) {
    fencer.hear(N1, query);
    fencer.hear(N1, new QueryReply(id, ImmutableList.of()));
    return fencer.hear(N2, new QueryReply(id, ImmutableList.copyOf(offers)));
  }

  private Executing underWay() {
    return (Executing) fencer.state().round(id).orElseThrow().phase();
  }

  private static String reason(Step<FencingState, FencingEffect> step) {
    Result result = (Result) OneFencer.said(step).getFirst();
    Conclusion conclusion = result.record().conclusion().orElseThrow();
    assertEquals(FencingStatus.FAILED, conclusion.status());
    return conclusion.reason();
  }
}
