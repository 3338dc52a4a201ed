package io.systole.tools.cluster;

/**
 * Something about a cluster that will hurt, or that is good to know.
 *
 * @param remedy what to do, or the empty string
 */
public record Finding(Weight weight, String what, String remedy) {

  /** How much it matters. */
  public enum Weight {
    /** It will cost data or service. */
    ERROR,
    /** It may. */
    WARNING,
    /** Nothing is wrong. */
    NOTE
  }
}
