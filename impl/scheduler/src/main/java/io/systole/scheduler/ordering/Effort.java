package io.systole.scheduler.ordering;

/**
 * What it took to order the actions, in steps that are the same on every machine and in every run,
 * so that a test can tell how the work grows with the cluster.
 *
 * @param actions all that might be done
 * @param links between two of them
 * @param followed how often a link was followed to see what it makes of its ends
 * @param walked how many actions were visited to find what has to wait for probes
 */
public record Effort(long actions, long links, long followed, long walked) {

  /** All steps together. */
  public long steps() {
    return links + followed + walked;
  }
}
