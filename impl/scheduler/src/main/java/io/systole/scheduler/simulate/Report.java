package io.systole.scheduler.simulate;

import io.systole.scheduler.state.ClusterState;
import java.util.List;

/** Tells how a simulation went, in the order in which it goes. */
interface Report {

  /** The time that the simulation takes to be now, if it is not the clock's. */
  void time(String words);

  void before(ClusterState cluster);

  void modifications(List<Modification> modifications);

  /**
   * What the assignment was made from.
   *
   * @param title what kind of figures these are; the empty string if nothing else is shown
   */
  void figures(String title, List<Figure> figures);

  void changes(List<Change> changes);

  void transition(List<Executed> executed);

  void after(ClusterState cluster);

  /** All of it. */
  String finish();
}
