package io.systole.daemons.cib;

import io.systole.cib.acl.CibUser;
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

  /** What the keys of all events begin with that tell the CIB. */
  private static final String CIB = "cib";

  /**
   * Who hears of changes.
   *
   * @param user who sees what the lists allow
   * @param patches whether it is told what changed, rather than all
   */
  private record Subscriber(Peer peer, CibUser user, boolean patches) {}

  private static final String STATE = "state";

  private final Map<Long, Subscriber> subscribers = new LinkedHashMap<>();

  /** Bounded by the replica: see {@link CibState#MAX_PROPOSALS}. */
  private final TreeMap<Long, IpcRequest> changes = new TreeMap<>();

  private final TreeMap<Epoch, IpcRequest> rounds = new TreeMap<>();
  private long lastNumber;
  private long lastKey;

  /** Answers with the CIB; from then on the peer hears of each change. */
  void subscribe(IpcRequest request, CibUser user, CibState state) {
    request.reply(CibWords.seen(user, state.copy().cib()).root());
    request.peer().latest(STATE, CibWords.state(state));
    boolean patches = request.body().attribute("patches", "false").equals("true");
    subscribers.put(request.peer().number(), new Subscriber(request.peer(), user, patches));
  }

  void closed(Peer peer) {
    subscribers.remove(peer.number());
  }

  /** The number under which a change is proposed. */
  long awaitChange(IpcRequest request) {
    changes.put(++lastNumber, request);
    return lastNumber;
  }

  /** The change is going to be proposed under another number. */
  void forgetChange(long number) {
    changes.remove(number);
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
    Notices notices = new Notices(before, after);
    for (Subscriber subscriber : subscribers.values()) {
      if (answered.contains(subscriber.peer().number())) {
        notices.tell(subscriber, CIB + " " + ++lastKey);
      } else if (changed) {
        notices.tell(subscriber, CIB);
      }
      if (stateChanged) {
        subscriber.peer().latest(STATE, state);
      }
    }
  }

  /**
   * Tells all subscribers what is no change; of what has one name, one that reads slowly hears the
   * last.
   */
  void tell(Element event) {
    subscribers.values().forEach(subscriber -> subscriber.peer().latest(event.name(), event));
  }

  /** What one step has to tell, made once for all who see the same. */
  private static final class Notices {

    private final CibState before;
    private final CibState after;
    private final Map<CibUser, Element> wholes = new LinkedHashMap<>();
    private final Map<CibUser, Element> patches = new LinkedHashMap<>();

    Notices(CibState before, CibState after) {
      this.before = before;
      this.after = after;
    }

    void tell(Subscriber subscriber, String key) {
      if (subscriber.patches()) {
        subscriber
            .peer()
            .change(key, CIB, patch(subscriber.user()), () -> whole(subscriber.user()));
      } else {
        subscriber.peer().latest(key, whole(subscriber.user()));
      }
    }

    private Element whole(CibUser user) {
      return wholes.computeIfAbsent(user, u -> CibWords.cibChanged(u, after));
    }

    private Element patch(CibUser user) {
      return patches.computeIfAbsent(user, u -> CibWords.cibPatched(u, before, after));
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
                CibEffect.TellRoundRefused _,
                CibEffect.ReportDivergence _ ->
                Optional.empty();
          };
      request.ifPresent(r -> peers.add(r.peer().number()));
    }
    return peers;
  }
}
