package io.systole.scheduler.simulate;

import io.systole.scheduler.state.ClusterState;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.util.List;

/**
 * A report for programs: the elements that the field's tools write with {@code --output-as=xml}.
 */
final class XmlReport implements Report {

  private static final String API_VERSION = "2.38";

  private final Element.Builder root;

  /**
   * @param request the command line that asks
   */
  XmlReport(String request) {
    root =
        Element.builder("pacemaker-result")
            .attributes("api-version", API_VERSION, "request", request);
  }

  @Override
  public void time(String words) {
    // What time it is taken to be is told to people; a program has given or read it itself.
  }

  @Override
  public void before(ClusterState cluster) {
    root.child(new StatusXml(cluster).write("cluster_status"));
  }

  @Override
  public void modifications(List<Modification> modifications) {
    Element.Builder list = Element.builder("modifications");
    for (Modification modification : modifications) {
      if (modification instanceof Modification.Setting s) {
        list.attribute(s.name(), s.value());
      } else {
        list.child(modification.xml());
      }
    }
    root.child(list.build());
  }

  @Override
  public void figures(String title, List<Figure> figures) {
    String name =
        switch (title) {
          case "", Figures.SCORES -> "allocations";
          case Figures.UTILIZATION -> "utilizations";
          default -> "allocations_utilizations";
        };
    Element.Builder list = Element.builder(name);
    figures.forEach(f -> list.child(f.xml()));
    root.child(list.build());
  }

  @Override
  public void changes(List<Change> changes) {
    Element.Builder list = Element.builder("actions");
    changes.forEach(c -> list.child(c.xml()));
    root.child(list.build());
  }

  @Override
  public void transition(List<Executed> executed) {
    Element.Builder list = Element.builder("transition");
    for (Executed action : executed) {
      if (!(action instanceof Executed.Pretence)) {
        list.child(action.xml());
      }
    }
    root.child(list.build());
  }

  @Override
  public void after(ClusterState cluster) {
    root.child(new StatusXml(cluster).write("revised_cluster_status"));
  }

  @Override
  public String finish() {
    root.child(Element.of("status", "code", "0", "message", "OK"));
    return Xml.writeIndented(root.build());
  }
}
