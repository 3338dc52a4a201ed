package io.systole.scheduler.actions;

import io.systole.scheduler.Scheduler;
import io.systole.scheduler.graph.TransitionGraph;
import io.systole.xml.Element;

/** Takes the quorum from a cluster. */
final class Quorum {

  private Quorum() {}

  static TransitionGraph without(Element cib) {
    Element.Builder lost = Element.builder("cib").attributes(cib.attributes());
    lost.attribute("have-quorum", "0");
    cib.children().forEach(lost::child);
    return Scheduler.schedule(lost.build(), 0).graph();
  }
}
