package io.systole.scheduler.state;

import io.systole.scheduler.rules.Values;

/**
 * Which order of which transition a result answers: {@code
 * ACTION:TRANSITION:TARGET-RC:COORDINATOR}.
 *
 * @param transition -2 if the text is no key
 * @param targetRc the exit code that was expected; -1 if the text is no key
 * @param coordinator who gave the order, or the empty string
 */
record TransitionKey(long transition, int targetRc, String coordinator) {

  private static final TransitionKey NONE = new TransitionKey(-2, -1, "");

  static TransitionKey parse(String text) {
    int transition = text.indexOf(':') + 1;
    int target = text.indexOf(':', transition) + 1;
    int coordinator = text.indexOf(':', target) + 1;
    boolean parted = transition > 0 && target > 0 && coordinator > 0;
    if (!parted
        || !isNumber(text, 0, transition - 1)
        || !isNumber(text, transition, target - 1)
        || !isNumber(text, target, coordinator - 1)) {
      return NONE;
    }
    return new TransitionKey(
        Values.leadingNumber(text.substring(transition)).orElse(-2),
        Values.integer(text.substring(target, coordinator - 1), -1),
        text.substring(coordinator));
  }

  private static boolean isNumber(String text, int from, int to) {
    int first = text.charAt(from) == '-' ? from + 1 : from;
    for (int i = first; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return first < to;
  }
}
