package io.systole.kernel;

/** What led to a step. With {@link MessageId} it gives a trace its order without any clock. */
public sealed interface Cause {

  /** The message whose arrival is the event. */
  record Received(MessageId message) implements Cause {}

  /** The timer that ran out. */
  record Fired(String timer) implements Cause {}

  /**
   * Something from the node itself: a view, a client's request, an agent's result.
   *
   * @param what in a word or two
   */
  record Local(String what) implements Cause {}
}
