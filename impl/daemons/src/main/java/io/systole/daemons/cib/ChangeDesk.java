package io.systole.daemons.cib;

import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.EditFault;
import io.systole.cib.EditResult;
import io.systole.cib.schema.SchemaGuard;
import io.systole.ipc.IpcRequest;
import io.systole.protocol.cib.CibRefusal;
import io.systole.protocol.cib.CibState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Where changes of this node's clients wait for their turn. What a change of the configuration
 * would make of it is judged by the schema here, once in the cluster, and the change is proposed
 * for that very configuration; if another's change comes before it, it is judged anew. So that one
 * is not made for a configuration that the one before it has just replaced, they are proposed one
 * after another, each when the one before has its place in the agreed order. Changes of the status
 * are not judged and do not wait.
 *
 * <p>For the loop of the CIB manager alone. See docs/adr/0016.
 */
final class ChangeDesk {

  /** Most changes that wait. */
  static final int MAX_WAITING = CibState.MAX_PROPOSALS;

  /** How often others may come first until a client is told of it. */
  static final int MAX_TRIES = 100;

  private final Supplier<CibState> replica;
  private final Proposer proposer;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Optional<Proposed> proposed = Optional.empty();
  private boolean advancing;

  /** Brings changes to the replica. */
  interface Proposer {

    /**
     * Proposes; the number of the proposal, or nothing if it was refused, and answered, at once.
     */
    OptionalLong propose(IpcRequest request, CibChange change);

    /** Answers a request with what came of it. */
    void answer(IpcRequest request, EditResult result);
  }

  /**
   * @param tries how often it has been proposed
   */
  private record Waiting(IpcRequest request, CibChange change, int tries) {}

  private record Proposed(long number, Waiting what) {}

  /**
   * @param replica the replica as it is
   */
  ChangeDesk(Supplier<CibState> replica, Proposer proposer) {
    this.replica = replica;
    this.proposer = proposer;
  }

  void take(IpcRequest request, CibChange change) {
    if (change.dryRun()) {
      Cib cib = replica.get().copy().cib();
      proposer.answer(request, SchemaGuard.judged(cib, change.applyTo(cib)));
    } else if (change.isAboutStatus() && waiting.isEmpty()) {
      OptionalLong _ = proposer.propose(request, change);
    } else if (waiting.size() >= MAX_WAITING) {
      request.fail(CibWords.error(CibRefusal.TOO_MANY_OUTSTANDING));
    } else {
      waiting.addLast(new Waiting(request, change, 0));
      advance();
    }
  }

  /**
   * Whether a refusal is none for the client, since the change is to be judged and proposed anew.
   */
  boolean triesAgain(long number, EditResult.Refused why) {
    Optional<Waiting> refused =
        proposed
            .filter(one -> one.number() == number && why.fault() == EditFault.OUTDATED)
            .map(Proposed::what)
            .filter(what -> what.change().ifVersion().isEmpty() && what.tries() < MAX_TRIES);
    refused.ifPresent(waiting::addFirst);
    return refused.isPresent();
  }

  /** To be called after each step of the replica: proposes what has its turn now. */
  void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    try {
      while (!waiting.isEmpty() && !isUnderWay()) {
        propose(waiting.removeFirst());
      }
    } finally {
      advancing = false;
    }
  }

  /** Whether what was proposed last has no place in the order yet. */
  private boolean isUnderWay() {
    return proposed
        .flatMap(one -> Optional.ofNullable(replica.get().proposals().get(one.number())))
        .filter(proposal -> proposal.applied().isEmpty())
        .isPresent();
  }

  private void propose(Waiting what) {
    CibState state = replica.get();
    CibChange change = what.change();
    if (state.synchronised() && !change.isAboutStatus()) {
      Cib cib = state.copy().cib();
      EditResult result = change.applyTo(cib);
      if (result instanceof EditResult.Applied
          && SchemaGuard.judged(cib, result) instanceof EditResult.Refused invalid) {
        proposer.answer(what.request(), invalid);
        return;
      }
      change = change.boundTo(cib.version().ofConfiguration());
    }
    OptionalLong number = proposer.propose(what.request(), change);
    proposed =
        number.isPresent()
            ? Optional.of(
                new Proposed(
                    number.getAsLong(),
                    new Waiting(what.request(), what.change(), what.tries() + 1)))
            : Optional.empty();
  }
}
