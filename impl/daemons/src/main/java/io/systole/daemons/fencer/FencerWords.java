package io.systole.daemons.fencer;

import com.google.common.primitives.Longs;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.protocol.fencing.Aim;
import io.systole.protocol.fencing.FenceRequest;
import io.systole.protocol.fencing.FencingAction;
import io.systole.protocol.fencing.FencingHistory;
import io.systole.protocol.fencing.FencingRecords;
import io.systole.protocol.fencing.FencingRefusal;
import io.systole.protocol.fencing.FencingState;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What clients say to the fencer and hear from it, as in ARCHITECTURE.md. */
final class FencerWords {

  /** Unless the client says how long it waits. */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

  private FencerWords() {}

  /** {@code <fence target="" action="" timeout-millis="" epoch=""? coordinator=""?/>}. */
  static FenceRequest fence(long handle, IpcRequest request) {
    Element body = request.body();
    FencingAction action =
        FencingAction.ofWord(body.attribute("action", ""))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "<fence> has the action '"
                        + body.attribute("action", "")
                        + "'; allowed are off, on and reboot"));
    return new FenceRequest(
        handle,
        body.attribute("client", request.peer().role()),
        new Aim(new NodeName(body.attribute("target", "")), action),
        timeout(body),
        epoch(body));
  }

  /** The epoch that a request carries, if it carries one. */
  static Optional<Epoch> epoch(Element body) {
    if (!body.has("epoch")) {
      return Optional.empty();
    }
    return Optional.of(
        new Epoch(number(body, "epoch"), new NodeName(body.attribute("coordinator", ""))));
  }

  /** All that is known, oldest first. */
  static Element history(FencingHistory history) {
    return Element.builder("fence-operations")
        .children(history.records().values().stream().map(FencingRecords::told).toList())
        .build();
  }

  /** Why a request was refused, in words. */
  static IpcError error(Refusal refusal, FencingState state) {
    String code = refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
    if (refusal == FencingRefusal.STALE_EPOCH) {
      return new IpcError(
          code,
          "the coordinator has been replaced; the present epoch is "
              + state.surroundings().epoch().map(Epoch::toString).orElse("unknown"),
          "ask the present DC");
    }
    if (refusal == FencingRefusal.NOT_IN_VIEW) {
      return new IpcError(
          code,
          "this node's fencer has not met the others yet",
          "wait until the node is in the cluster (systole status), and ask again");
    }
    if (refusal == FencingRefusal.TOO_MANY_ROUNDS) {
      return new IpcError(
          code,
          FencingState.MAX_ROUNDS + " fencing operations of this node are under way",
          "wait until some have ended");
    }
    return new IpcError(code, "the fencer refused: " + code, "see the fencer's log");
  }

  private static Duration timeout(Element body) {
    if (!body.has("timeout-millis")) {
      return DEFAULT_TIMEOUT;
    }
    long millis = number(body, "timeout-millis");
    if (millis < 1 || millis > LONGEST_TIMEOUT.toMillis()) {
      throw new IllegalArgumentException(
          "timeout-millis is " + millis + "; allowed are 1 to " + LONGEST_TIMEOUT.toMillis());
    }
    return Duration.ofMillis(millis);
  }

  private static long number(Element body, String attribute) {
    String text = body.attribute(attribute, "");
    Long number = Longs.tryParse(text);
    if (number == null) {
      throw new IllegalArgumentException(
          "<" + body.name() + "> has " + attribute + " '" + text + "'; it is a whole number");
    }
    return number;
  }
}
