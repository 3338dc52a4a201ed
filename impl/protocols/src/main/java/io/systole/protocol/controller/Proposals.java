package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import io.systole.cib.CibEdit;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import java.util.Optional;

/**
 * The edits that this controller wants in the CIB, one proposal under way at a time so that they
 * are made in order.
 *
 * @param last the number of the last proposal
 * @param underWay what was proposed and not answered
 * @param waiting what comes after it
 * @param resting whether to wait a little, since the last proposal came at a bad time
 * @param reached the version of the CIB that has all that was accepted of the current round's DC
 */
public record Proposals(
    long last,
    Optional<Batch> underWay,
    ImmutableList<Batch> waiting,
    boolean resting,
    CibVersion reached) {

  /** More edits than this do not wait: a node's history is told as a whole instead. */
  static final int MAX_WAITING = 4096;

  static final Proposals NONE =
      new Proposals(0, Optional.empty(), ImmutableList.of(), false, new CibVersion(0, 0, 0));

  /** What edits are for. */
  public enum Purpose {
    /** Results of this node's operations. */
    RESULTS(false),
    /** The whole history of this node, before it confirms. */
    HISTORY(false),
    /** Nodes that are new in the configuration; refused without quorum. */
    CONFIGURATION(true),
    /** Who is a member, when a round is complete. */
    STATES(true),
    /** A node may go: its state says so before it is told. */
    SHUTDOWN(true),
    /** What else the DC keeps true in the status. */
    UPKEEP(true);

    private final boolean ofDc;

    Purpose(boolean ofDc) {
      this.ofDc = ofDc;
    }

    /** Whether only the DC of the round may want this. */
    public boolean isOfDc() {
      return ofDc;
    }
  }

  /**
   * Edits that are made all or none.
   *
   * @param round in which they were wanted
   * @param subject the node that they are about, or empty
   */
  public record Batch(Purpose purpose, Epoch round, String subject, ImmutableList<CibEdit> edits) {

    /** The epoch that the replicas check. */
    public Optional<Epoch> epoch() {
      return purpose.isOfDc() ? Optional.of(round) : Optional.empty();
    }
  }

  /** Whether something that the DC wants is not in the CIB yet. */
  public boolean owesOfDc() {
    return underWay.filter(batch -> batch.purpose().isOfDc()).isPresent()
        || waiting.stream().anyMatch(batch -> batch.purpose().isOfDc());
  }

  Proposals plus(Batch batch) {
    return waiting(ImmutableList.<Batch>builder().addAll(waiting).add(batch).build());
  }

  Proposals waiting(ImmutableList<Batch> newWaiting) {
    return new Proposals(last, underWay, newWaiting, resting, reached);
  }

  Proposals propose(Batch batch, ImmutableList<Batch> rest) {
    return new Proposals(last + 1, Optional.of(batch), rest, resting, reached);
  }

  Proposals answered() {
    return new Proposals(last, Optional.empty(), waiting, resting, reached);
  }

  Proposals again(Batch batch) {
    return waiting(ImmutableList.<Batch>builder().add(batch).addAll(waiting).build());
  }

  Proposals resting(boolean newResting) {
    return new Proposals(last, underWay, waiting, newResting, reached);
  }

  Proposals reaching(CibVersion version) {
    return new Proposals(last, underWay, waiting, resting, version);
  }
}
