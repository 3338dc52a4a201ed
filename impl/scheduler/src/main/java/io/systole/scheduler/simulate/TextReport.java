package io.systole.scheduler.simulate;

import io.systole.scheduler.state.ClusterState;
import java.util.List;

/** A report for people, as the field's tools lay it out. */
final class TextReport implements Report {

  private final Bullets out = new Bullets();

  @Override
  public void time(String words) {
    out.line(words);
  }

  @Override
  public void before(ClusterState cluster) {
    StatusText status = new StatusText(cluster, out, true);
    if (status.writeWarnings()) {
      out.blank();
    }
    status.write("Current cluster status");
  }

  @Override
  public void modifications(List<Modification> modifications) {
    out.blank();
    out.begin("Performing Requested Modifications");
    modifications.forEach(m -> out.item(m.text()));
    out.end();
  }

  @Override
  public void figures(String title, List<Figure> figures) {
    if (title.isEmpty()) {
      figures.forEach(f -> out.line(f.text()));
      return;
    }
    out.blank();
    out.begin(title);
    figures.forEach(f -> out.item(f.text()));
    out.end();
  }

  @Override
  public void changes(List<Change> changes) {
    out.blank();
    out.begin("Transition Summary");
    Change.Widths widths = Change.Widths.of(changes);
    changes.forEach(c -> out.item(c.text(widths)));
    out.end();
  }

  @Override
  public void transition(List<Executed> executed) {
    out.blank();
    out.begin("Executing Cluster Transition");
    for (Executed action : executed) {
      if (action instanceof Executed.Pretence) {
        out.line(action.text());
      } else {
        out.item(action.text());
      }
    }
    out.end();
  }

  @Override
  public void after(ClusterState cluster) {
    out.blank();
    new StatusText(cluster, out, false).write("Revised Cluster Status");
  }

  @Override
  public String finish() {
    return out.toString();
  }
}
