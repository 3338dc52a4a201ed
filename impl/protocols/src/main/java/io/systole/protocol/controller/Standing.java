package io.systole.protocol.controller;

import io.systole.kernel.Epoch;
import io.systole.kernel.ViewId;
import java.util.Optional;

/**
 * What a controller remembers so that it can say whether its rounds may begin a term of the CIB,
 * where one node of two may act alone ({@link Leading}).
 *
 * @param inStep whether, since this controller was started, the CIB was made everybody's in a round
 *     that all nodes of the cluster took part in
 * @param ledIn the view of the replicas in which this node's replica has last taken changes of the
 *     configuration
 * @param forPart the last round of this DC, if it was ordered for a part of the cluster only
 */
public record Standing(boolean inStep, Optional<ViewId> ledIn, Optional<Epoch> forPart) {

  /** Nothing is remembered. */
  public static final Standing NONE = new Standing(false, Optional.empty(), Optional.empty());

  /** Spec: LeadershipNode!AckHeard. */
  public Standing acknowledged(boolean allTookPart) {
    return new Standing(inStep || allTookPart, ledIn, forPart);
  }

  /** The replica takes changes of the configuration in its view. */
  public Standing leadingIn(ViewId replicas) {
    return new Standing(inStep, Optional.of(replicas), forPart);
  }

  Standing ordered(Epoch round, boolean forAll) {
    return new Standing(inStep, ledIn, forAll ? Optional.empty() : Optional.of(round));
  }
}
