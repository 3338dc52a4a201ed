package io.systole.protocol.transition;

import java.util.Optional;

/**
 * Where a DC is in carrying out what the scheduler wants.
 *
 * @param number of the last transition that was begun; 0 if none was
 * @param run what is under way
 */
public record TransitionState(long number, Optional<TransitionRun> run) {

  public static final TransitionState INITIAL = new TransitionState(0, Optional.empty());

  TransitionState running(TransitionRun newRun) {
    return new TransitionState(number, Optional.of(newRun));
  }

  TransitionState idle() {
    return new TransitionState(number, Optional.empty());
  }
}
