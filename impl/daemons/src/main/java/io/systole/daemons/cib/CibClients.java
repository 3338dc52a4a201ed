package io.systole.daemons.cib;

import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.Peer;
import io.systole.kernel.Epoch;
import io.systole.kernel.Step;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibState;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who awaits an answer of the CIB manager, and who wants to hear of changes. For its loop alone.
 */
final class CibClients {

  private static final String CIB = "cib";
  private static final String STATE = "state";

  private final Map<Long, Peer> subscribers = new LinkedHashMap<>();

  /** Bounded by the replica: see {@link CibState#MAX_PROPOSALS}. */
  private final TreeMap<Long, IpcRequest> changes = new TreeMap<>();

  private final TreeMap<Epoch, IpcRequest> rounds = new TreeMap<>();
  private long lastNumber;
  private long lastKey;

  /** Answers with the CIB; from then on the peer hears of each change. */
  void subscribe(IpcRequest request, CibState state) {
    request.reply(state.copy().cib().root());
    request.peer().latest(STATE, CibWords.state(state));
    subscribers.put(request.peer().number(), request.peer());
  }

  void closed(Peer peer) {
    subscribers.remove(peer.number());
  }

  /** The number under which a change is proposed. */
  long awaitChange(IpcRequest request) {
    changes.put(++lastNumber, request);
    return lastNumber;
  }

  void awaitRound(Epoch epoch, IpcRequest request) {
    rounds.put(epoch, request);
  }

  void changeDone(long number, Element answer) {
    Optional.ofNullable(changes.remove(number)).ifPresent(request -> request.reply(answer));
  }

  void changeFailed(long number, IpcError error) {
    Optional.ofNullable(changes.remove(number)).ifPresent(request -> request.fail(error));
  }

  void roundDone(Epoch epoch, Element answer) {
    Optional.ofNullable(rounds.remove(epoch)).ifPresent(request -> request.reply(answer));
  }

  void roundFailed(Epoch epoch, IpcError error) {
    Optional.ofNullable(rounds.remove(epoch)).ifPresent(request -> request.fail(error));
  }

  /**
   * Tells subscribers what is new. One that reads slowly gets the newest alone, and holds up
   * nobody. But the answer to its own change never comes before a CIB that has the change: that CIB
   * gets a key of its own, so that no newer one takes its place and moves behind the answer. Of
   * these there are no more than answers that the peer awaits.
   */
  void publish(CibState before, Step<CibState, CibEffect> step) {
    CibState after = step.state();
    Set<Long> answered = answered(step);
    boolean changed = !after.copy().cib().equals(before.copy().cib());
    Element state = CibWords.state(after);
    boolean stateChanged = changed || !state.equals(CibWords.state(before));
    if (!stateChanged && answered.isEmpty()) {
      return;
    }
    Element cib = CibWords.cibChanged(after);
    for (Peer peer : subscribers.values()) {
      if (answered.contains(peer.number())) {
        peer.latest(CIB + " " + ++lastKey, cib);
      } else if (changed) {
        peer.latest(CIB, cib);
      }
      if (stateChanged) {
        peer.latest(STATE, state);
      }
    }
  }

  private Set<Long> answered(Step<CibState, CibEffect> step) {
    Set<Long> peers = new TreeSet<>();
    for (CibEffect effect : step.effects()) {
      Optional<IpcRequest> request =
          switch (effect) {
            case CibEffect.TellChanged changed ->
                Optional.ofNullable(changes.get(changed.request()));
            case CibEffect.TellSynchronised done -> Optional.ofNullable(rounds.get(done.epoch()));
            case CibEffect.Multicast _,
                CibEffect.Store _,
                CibEffect.RetryStoring _,
                CibEffect.TellRefused _,
                CibEffect.TellUnknown _,
                CibEffect.TellNotSynchronised _,
                CibEffect.ReportDivergence _ ->
                Optional.empty();
          };
      request.ifPresent(r -> peers.add(r.peer().number()));
    }
    return peers;
  }
}
