package io.systole.kernel.trace;

/**
 * Why a trace is not one that a run wrote.
 *
 * @param line in the file, from 1
 */
public record TraceProblem(Kind kind, long line, String detail) {

  /** The ways in which a trace can be wrong. */
  public enum Kind {
    /** The last line ends too early: the run was cut off while it wrote. */
    TRUNCATED,
    /** A line is not JSON. */
    NOT_JSON,
    /** The header is not there, or is of a version that this code does not read. */
    BAD_HEADER,
    /** A line lacks a field, or a field is of the wrong kind. */
    BAD_SHAPE,
    /** {@code i} does not count the lines: some are gone, added or out of their order. */
    BROKEN_INDEX,
    /** {@code seq} does not count a machine's steps. */
    BROKEN_SEQUENCE,
    /** A step begins in another state than the one before it ended in. */
    BROKEN_CHAIN,
    /** A state is not the one that its digest stands for. */
    WRONG_DIGEST,
    /** A refused step has changed the state or had effects. */
    REFUSAL_WITH_EFFECT,
    /** A message was received that no step before had sent. */
    UNKNOWN_MESSAGE,
    /** Two steps sent one message. */
    MESSAGE_SENT_TWICE
  }

  @Override
  public String toString() {
    return "line " + line + ": " + kind + ": " + detail;
  }
}
