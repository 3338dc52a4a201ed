package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import java.util.TreeMap;

/**
 * What the DC of a complete round is at.
 *
 * @param epoch of the round
 * @param members the nodes that take orders
 * @param quorate whether it acts for the whole cluster
 * @param stage of asking the scheduler and doing as it says
 * @param wanted why the scheduler has to be asked once that is possible; empty if it has not
 * @param asked the number of the last question
 * @param held whether scheduling waits for controllers that are being restarted
 * @param owed names of attributes, after their node's, that the scheduler should see before it
 *     decides
 * @param fencing the action of the current transition by which each node is being fenced
 * @param fencingFailed whether a fencing has failed since the scheduler was last asked
 * @param fenced nodes that were fenced in this round, so that their history is gone on purpose
 */
public record Coordination(
    Epoch epoch,
    ImmutableSortedSet<NodeName> members,
    boolean quorate,
    Stage stage,
    String wanted,
    long asked,
    boolean held,
    ImmutableSortedSet<String> owed,
    ImmutableSortedMap<NodeName, Integer> fencing,
    boolean fencingFailed,
    ImmutableSortedSet<NodeName> fenced) {

  /** How far the DC is from a new CIB to nothing left to do. */
  public enum Stage {
    /** The members' states are on their way into the CIB. */
    SETTLING,
    /** Nothing is under way. */
    IDLE,
    /** The scheduler is thinking. */
    ASKED,
    /** A transition is under way. */
    RUNNING
  }

  static Coordination begin(
      Epoch epoch, ImmutableSortedSet<NodeName> members, boolean quorate, boolean held) {
    return new Coordination(
        epoch,
        members,
        quorate,
        Stage.SETTLING,
        "a round is complete",
        0,
        held,
        ImmutableSortedSet.of(),
        ImmutableSortedMap.of(),
        false,
        ImmutableSortedSet.of());
  }

  Coordination at(Stage newStage) {
    return new Coordination(
        epoch,
        members,
        quorate,
        newStage,
        wanted,
        asked,
        held,
        owed,
        fencing,
        fencingFailed,
        fenced);
  }

  Coordination wanting(String reason) {
    return new Coordination(
        epoch, members, quorate, stage, reason, asked, held, owed, fencing, fencingFailed, fenced);
  }

  Coordination asking(long number) {
    return new Coordination(
        epoch, members, quorate, Stage.ASKED, "", number, held, owed, fencing, false, fenced);
  }

  Coordination released() {
    return new Coordination(
        epoch, members, quorate, stage, wanted, asked, false, owed, fencing, fencingFailed, fenced);
  }

  Coordination fencing(NodeName node, int action) {
    TreeMap<NodeName, Integer> more = new TreeMap<>(fencing);
    more.put(node, action);
    return fencing(more);
  }

  Coordination notFencing(NodeName node) {
    TreeMap<NodeName, Integer> rest = new TreeMap<>(fencing);
    rest.remove(node);
    return fencing(rest);
  }

  Coordination notFencing() {
    return fencing(new TreeMap<>());
  }

  Coordination down(NodeName node) {
    return new Coordination(
        epoch,
        ImmutableSortedSet.copyOf(Sets.difference(members, ImmutableSortedSet.of(node))),
        quorate,
        stage,
        wanted,
        asked,
        held,
        owed,
        fencing,
        fencingFailed,
        ImmutableSortedSet.copyOf(Sets.union(fenced, ImmutableSortedSet.of(node))));
  }

  Coordination owing(NodeName node, String attribute) {
    ImmutableSortedSet<String> one = ImmutableSortedSet.of(node + " " + attribute);
    return owing(ImmutableSortedSet.copyOf(Sets.union(owed, one)));
  }

  Coordination notOwing(NodeName node, String attribute) {
    ImmutableSortedSet<String> one = ImmutableSortedSet.of(node + " " + attribute);
    return owing(ImmutableSortedSet.copyOf(Sets.difference(owed, one)));
  }

  Coordination owing(ImmutableSortedSet<String> newOwed) {
    return new Coordination(
        epoch,
        members,
        quorate,
        stage,
        wanted,
        asked,
        held,
        newOwed,
        fencing,
        fencingFailed,
        fenced);
  }

  Coordination failedToFence() {
    return new Coordination(
        epoch, members, quorate, stage, wanted, asked, held, owed, fencing, true, fenced);
  }

  private Coordination fencing(TreeMap<NodeName, Integer> newFencing) {
    return new Coordination(
        epoch,
        members,
        quorate,
        stage,
        wanted,
        asked,
        held,
        owed,
        ImmutableSortedMap.copyOf(newFencing),
        fencingFailed,
        fenced);
  }
}
