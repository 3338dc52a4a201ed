package io.systole.scheduler.preferences;

import io.systole.scheduler.rules.Score;
import java.util.Arrays;

/** A resource's scores by node index. A node that is not in the table is not allowed at all. */
public final class Scores {

  private static final int ABSENT = Integer.MIN_VALUE;

  private final int[] scores;

  public Scores(int nodes) {
    this.scores = new int[nodes];
    Arrays.fill(scores, ABSENT);
  }

  private Scores(int[] scores) {
    this.scores = scores;
  }

  public Scores copy() {
    return new Scores(scores.clone());
  }

  public int size() {
    return scores.length;
  }

  public boolean has(int node) {
    return scores[node] != ABSENT;
  }

  /** The score on a node; minus infinity if the node is not in the table. */
  public int get(int node) {
    return scores[node] == ABSENT ? -Score.INFINITY : scores[node];
  }

  public void set(int node, int score) {
    scores[node] = score;
  }

  public void add(int node, int score) {
    scores[node] = scores[node] == ABSENT ? score : Score.add(scores[node], score);
  }

  public boolean isEmpty() {
    for (int score : scores) {
      if (score != ABSENT) {
        return false;
      }
    }
    return true;
  }
}
