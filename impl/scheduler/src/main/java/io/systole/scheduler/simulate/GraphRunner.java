package io.systole.scheduler.simulate;

import io.systole.scheduler.graph.TransitionGraph;
import io.systole.scheduler.graph.TransitionGraph.Synapse;
import io.systole.scheduler.rules.Score;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Runs through a graph as the coordinator would if every action were confirmed at once: in rounds,
 * each from the first action to the last, everything whose turn has come. The cost is that of the
 * actions and what they wait for, and not of the rounds.
 */
final class GraphRunner {

  private final List<Synapse> synapses;
  private final int[] waitsFor;
  private final List<List<Integer>> followers = new ArrayList<>();
  private PriorityQueue<Integer> round = new PriorityQueue<>();
  private PriorityQueue<Integer> nextRound = new PriorityQueue<>();
  private boolean aborted;

  /** Does an action; true if it succeeds. */
  interface Executor {
    boolean execute(Synapse synapse);
  }

  /** How the graph ended. */
  enum End {
    COMPLETE,
    /** Some actions wait for each other. */
    STUCK
  }

  GraphRunner(TransitionGraph graph) {
    this.synapses = graph.synapses();
    this.waitsFor = new int[synapses.size()];
    Map<Integer, Integer> positions = new LinkedHashMap<>();
    for (int i = 0; i < synapses.size(); i++) {
      positions.put(synapses.get(i).actionId(), i);
      followers.add(new ArrayList<>());
    }
    for (int i = 0; i < synapses.size(); i++) {
      for (int input : synapses.get(i).inputs()) {
        Integer position = positions.get(input);
        if (position == null) {
          throw new IllegalStateException(
              "action "
                  + synapses.get(i).actionId()
                  + " waits for "
                  + input
                  + ", which is not"
                  + " in the graph");
        }
        followers.get(position).add(i);
        waitsFor[i]++;
      }
      if (waitsFor[i] == 0) {
        round.add(i);
      }
    }
  }

  End run(Executor executor) {
    int done = 0;
    while (!round.isEmpty()) {
      while (!round.isEmpty()) {
        int position = round.poll();
        Synapse synapse = synapses.get(position);
        if (aborted && synapse.priority() < Score.INFINITY) {
          continue;
        }
        done++;
        boolean succeeded = executor.execute(synapse);
        aborted |= !succeeded;
        confirm(position, succeeded);
      }
      PriorityQueue<Integer> empty = round;
      round = nextRound;
      nextRound = empty;
    }
    return done == synapses.size() || aborted ? End.COMPLETE : End.STUCK;
  }

  /** What waited for an action that failed goes on only if it must be done in any case. */
  private void confirm(int position, boolean succeeded) {
    for (int follower : followers.get(position)) {
      if (!succeeded && synapses.get(follower).priority() < Score.INFINITY) {
        continue;
      }
      waitsFor[follower]--;
      if (waitsFor[follower] == 0) {
        (follower > position ? round : nextRound).add(follower);
      }
    }
  }
}
