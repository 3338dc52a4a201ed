package io.systole.scheduler;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.scheduler.graph.TransitionGraph;
import io.systole.xml.Element;

/** Decides what the cluster has to do. Pure: the same CIB and time give the same schedule. */
public final class Scheduler {

  private Scheduler() {}

  /**
   * Reads a whole CIB, status section included, and plans the transition to what it asks for.
   *
   * @param cib the element {@code cib}
   * @param nowEpochSeconds the time at which rules are evaluated
   */
  public static Schedule schedule(Element cib, long nowEpochSeconds) {
    return new Schedule(
        new TransitionGraph(ImmutableMap.of(), ImmutableList.of()), ImmutableList.of());
  }
}
