package io.systole.scheduler.simulate;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.Plan;
import io.systole.scheduler.rules.Values;
import io.systole.scheduler.state.ClusterState;
import io.systole.xml.Element;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Shows a cluster's state, changes it, plans a transition, executes it on a copy of the state, and
 * shows what came of it; how far, its request says.
 */
public final class Simulation {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", java.util.Locale.ROOT);

  private static final String UNCHECKED =
      "Schema validation of configuration is disabled (support for validate-with set to"
          + " \"none\" is deprecated and will be removed in a future release)";

  private final Request request;
  private final Report report;
  private final ImmutableList.Builder<String> complaints = ImmutableList.builder();

  private Simulation(Request request, Report report) {
    this.request = request;
    this.report = report;
  }

  /** How a simulation ended. */
  public enum End {
    DONE,
    /** The graph has actions that wait for each other. */
    INVALID_TRANSITION
  }

  /**
   * What came of a simulation.
   *
   * @param report what is to be shown
   * @param complaints about what could not be done as asked, for standard error
   * @param input the CIB that was scheduled, changes included
   * @param plan what was planned, if that was asked for
   * @param output the CIB after the transition, if it was executed
   */
  public record Outcome(
      End end,
      String report,
      ImmutableList<String> complaints,
      Element input,
      @Nullable Plan plan,
      @Nullable Element output) {

    /** The graph as a drawing. */
    public String dot(boolean allActions) {
      return plan == null ? "" : Dot.of(plan, allActions);
    }
  }

  /** Simulates as asked. */
  public static Outcome run(Element cib, Request request) {
    Report report = request.xmlFor().isEmpty() ? new TextReport() : new XmlReport(request.xmlFor());
    return new Simulation(request, report).run(cib);
  }

  private Outcome run(Element given) {
    Element cib = given;
    boolean told = !request.quiet();
    if (cib.attribute("validate-with", "").equals("none")) {
      complaints.add(UNCHECKED);
    }
    tellTime(cib);
    ClusterState cluster = ClusterState.read(cib, now(cib), request.origin());
    if (told) {
      report.before(present(cluster));
    }
    if (!request.injections().isEmpty()) {
      Injections.Result changed = request.injections().apply(cluster);
      complaints.addAll(changed.complaints());
      cib = changed.cib();
      cluster = ClusterState.read(cib, now(cib), request.origin());
      if (told) {
        report.modifications(changed.modifications());
      }
    }
    if (!request.plan() && !request.execute()) {
      return outcome(End.DONE, cib, null, null);
    }
    Plan plan = Plan.of(cluster);
    if (request.scores() || request.utilization()) {
      boolean scores = request.scores();
      boolean utilization = request.utilization();
      report.figures(
          told ? Figures.title(scores, utilization) : "", Figures.of(plan, scores, utilization));
    }
    if (told) {
      report.changes(Changes.of(plan));
    }
    if (!request.execute()) {
      return outcome(End.DONE, cib, plan, null);
    }
    Execution.Result result = Execution.of(plan, request.failures());
    if (told) {
      report.transition(result.executed());
    }
    End end = result.end() == GraphRunner.End.STUCK ? End.INVALID_TRANSITION : End.DONE;
    if (end == End.INVALID_TRANSITION) {
      complaints.add("Transition failed: terminated");
      complaints.add("An invalid transition was produced");
    }
    if (told) {
      tellTime(result.cib());
      report.after(ClusterState.readPresent(result.cib(), now(result.cib()), request.origin()));
    }
    return outcome(end, cib, plan, result.cib());
  }

  /** The state as it is to be shown, for which what tickets demand does not count yet. */
  private ClusterState present(ClusterState cluster) {
    boolean tickets =
        cluster
            .cib()
            .at("configuration", "constraints")
            .filter(c -> !c.children("rsc_ticket").isEmpty())
            .isPresent();
    return tickets
        ? ClusterState.readPresent(cluster.cib(), cluster.now(), request.origin())
        : cluster;
  }

  private Outcome outcome(End end, Element input, @Nullable Plan plan, @Nullable Element output) {
    return new Outcome(end, report.finish(), complaints.build(), input, plan, output);
  }

  // Time

  private static OptionalLong original(Element cib) {
    OptionalLong date = Values.leadingNumber(cib.attribute("execution-date", ""));
    return date.isPresent() && date.getAsLong() != 0 ? date : OptionalLong.empty();
  }

  private long now(Element cib) {
    return request.time().orElseGet(() -> original(cib).orElse(request.clock()));
  }

  private void tellTime(Element cib) {
    if (request.quiet()) {
      return;
    }
    if (request.time().isPresent()) {
      report.time("Setting effective cluster time: " + request.timeText());
    } else if (original(cib).isPresent()) {
      String date =
          DATE.format(Instant.ofEpochSecond(original(cib).getAsLong()).atOffset(ZoneOffset.UTC));
      report.time("Using the original execution date of: " + date);
    }
  }
}
