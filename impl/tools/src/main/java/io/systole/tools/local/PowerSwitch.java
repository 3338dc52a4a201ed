package io.systole.tools.local;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.agents.ProcessGroups;
import java.io.IOException;

/**
 * Cuts the power of a node of a cluster on one machine: kills every process that carries the node's
 * mark in its environment, daemons, agents and services alike, as fast as it can and without a
 * word. Each boot of a node has a mark of its own, so that a node which its peers have powered on
 * again meanwhile is left alone.
 */
public final class PowerSwitch {

  /** The variable that all processes of a node carry. */
  static final String MARK = "SYSTOLE_DEMO_BOOT";

  /** Nodes may be powered on while others are killed, but not for ever. */
  private static final int MOST_ROUNDS = 100;

  private final ProcessGroups groups = new ProcessGroups();
  private final String cluster;

  public PowerSwitch(String cluster) {
    this.cluster = cluster;
  }

  /** What the mark of any boot of a node begins with. */
  static String markOf(String cluster, String node) {
    return cluster + "/" + node + "/";
  }

  /**
   * Kills all processes of a node that are alive now, and what they still start.
   *
   * @return how many there were
   * @throws IOException if some can't be killed
   */
  public int off(String node) throws IOException {
    return groups.killMarked(MARK, boots(markOf(cluster, node)));
  }

  /** Kills whatever is left of the whole cluster. */
  public int offAll() throws IOException {
    int killed = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      ImmutableSet<String> boots = boots(cluster + "/");
      if (boots.isEmpty()) {
        return killed;
      }
      killed += groups.killMarked(MARK, boots);
    }
    throw new IOException("the nodes of " + cluster + " are powered on as fast as they are killed");
  }

  /** All living processes of the cluster. */
  public ImmutableList<ProcessHandle> processes() throws IOException {
    return groups.marked(MARK, boots(cluster + "/"));
  }

  private ImmutableSet<String> boots(String prefix) throws IOException {
    return groups.marks(MARK).stream()
        .filter(mark -> mark.startsWith(prefix))
        .collect(toImmutableSet());
  }
}
