package io.systole.protocol.executor;

import java.util.Optional;

/**
 * A call that is repeated.
 *
 * @param call its next run, or the one under way
 * @param told the result that was told last, so that only another one is news
 */
public record Recurrence(Call call, Optional<Outcome> told) {

  static Recurrence first(Call call) {
    return new Recurrence(call, Optional.empty());
  }

  boolean isNews(Outcome outcome) {
    return told.isEmpty() || !told.get().saysTheSame(outcome);
  }

  Recurrence told(Outcome outcome) {
    return new Recurrence(call.repeated(), Optional.of(outcome));
  }
}
