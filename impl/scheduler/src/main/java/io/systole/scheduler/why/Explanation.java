package io.systole.scheduler.why;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.preferences.Contribution;
import io.systole.xml.Element;

/**
 * Why something is as it is.
 *
 * @param answer in plain words, a sentence each, the most important first
 * @param tables for each resource that it is about, how each node scores
 * @param elements the elements of the configuration that decided
 */
public record Explanation(
    ImmutableList<String> answer, ImmutableList<Table> tables, ImmutableList<Element> elements) {

  /** How the nodes score for one resource, the best first. */
  public record Table(String resource, ImmutableList<Row> rows) {}

  /**
   * How one node scores.
   *
   * @param total the score that counted
   * @param allowed whether the node was a candidate at all
   * @param condition why nothing can run there, or the empty string
   * @param chosen whether the resource gets this node
   * @param contributions what the score is made of, in the order in which it was added
   */
  public record Row(
      String node,
      int total,
      boolean allowed,
      String condition,
      boolean chosen,
      ImmutableList<Contribution> contributions) {}
}
