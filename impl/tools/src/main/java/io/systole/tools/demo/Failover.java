package io.systole.tools.demo;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.trace.TraceProblem;
import io.systole.kernel.trace.TraceReport;
import io.systole.tools.ClusterClient;
import io.systole.tools.ExitCode;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.tools.local.AgentLog;
import io.systole.tools.local.DemoCib;
import io.systole.tools.local.LocalCluster;
import io.systole.tools.local.LocalLayout;
import io.systole.tools.local.LocalLayout.LocalNode;
import io.systole.tools.local.Placement;
import io.systole.tools.status.ClusterStatus;
import io.systole.tools.status.StatusText;
import io.systole.tools.trace.RecordCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One failover from the first start to the last check. */
final class Failover {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final LocalCluster cluster;
  private final LocalLayout layout;
  private final Terminal terminal;
  private final Chronicle chronicle;

  Failover(LocalCluster cluster, Terminal terminal) {
    this.cluster = cluster;
    this.layout = cluster.layout();
    this.terminal = terminal;
    this.chronicle = new Chronicle(terminal);
  }

  /** Runs it and tells whether everything went as it must. */
  boolean run() throws IOException, InterruptedException, ToolException {
    startAll();
    try (ServiceClient users = new ServiceClient(layout.serviceUrl())) {
      users.start();
      showStatus();
      String victim = placeOf(DemoCib.SERVICE);
      Phases phases = breakAndRecover(layout.node(victim), users);
      showStatus();
      return report(phases, users);
    }
  }

  private void startAll() throws IOException, InterruptedException, ToolException {
    chronicle.tell("starting " + layout.nodes().size() + " nodes in " + layout.folder());
    cluster.startAll(PATIENCE);
    try (ClusterClient client = cluster.client(layout.nodes().getFirst())) {
      client.watchCib(cib -> chronicle.update(ClusterStatus.of(cib)), () -> {});
      require(
          chronicle.await(status -> Placement.formed(status, layout.nodes().size()), PATIENCE),
          "the nodes did not form a cluster");
      cluster.load(client, DemoCib.configuration(layout));
      require(chronicle.await(Failover::allRun, PATIENCE), "the resources did not start");
    }
  }

  /** The moments of a failover, as {@link System#nanoTime()}. */
  private record Phases(long lost, long noticed, long fenced, long answered, long back) {}

  private Phases breakAndRecover(LocalNode victim, ServiceClient users)
      throws IOException, InterruptedException, ToolException {
    LocalNode survivor =
        layout.nodes().stream().filter(node -> !node.equals(victim)).findFirst().orElseThrow();
    try (ClusterClient client = cluster.client(survivor)) {
      CountDownLatch fenced = new CountDownLatch(1);
      long[] fencedAt = new long[1];
      client.watchFencing(result -> {
        if (result.attribute("target", "").equals(victim.name())
            && result.attribute("status", "").equals("ok")
            && fenced.getCount() > 0) {
          fencedAt[0] = System.nanoTime();
          chronicle.tell(victim.name() + " is fenced by " + result.attribute("executor", "?"));
          fenced.countDown();
        }
      });
      client.watchCib(cib -> chronicle.update(ClusterStatus.of(cib)), () -> {});
      users.expectOutage();
      chronicle.zero();
      long lost = System.nanoTime();
      int killed = cluster.cutPower(victim);
      chronicle.tell(
          terminal.bold("power of " + victim.name() + " is cut")
              + ": "
              + killed
              + " processes killed, the service among them");
      long noticed =
          require(
              chronicle.await(status -> !status.online(victim.name()), PATIENCE),
              "the loss of " + victim.name() + " was not noticed");
      if (!fenced.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw failed(victim.name() + " was not fenced");
      }
      long answered = require(users.awaitRecovery(PATIENCE), "the service does not answer again");
      chronicle.tell(terminal.good("the service answers again"));
      long back =
          require(
              chronicle.await(Failover::allRun, PATIENCE), victim.name() + " did not come back");
      return new Phases(lost, noticed, fencedAt[0], answered, back);
    }
  }

  private boolean report(Phases phases, ServiceClient users) throws IOException {
    terminal.line("");
    phase("loss noticed", phases.lost(), phases.noticed());
    phase("fenced", phases.lost(), phases.fenced());
    phase("service answering again", phases.lost(), phases.answered());
    phase("node back, all running", phases.lost(), phases.back());
    terminal.line(
        String.format(
            Locale.ROOT,
            "%d requests failed in the outage, %d were answered in all, %d failed besides",
            users.failedInOutage(),
            users.answered(),
            users.failed() - users.failedInOutage()));
    List<String> faults =
        new ArrayList<>(
            chronicle.latest().map(Placement::faults).orElse(ImmutableList.of("no status")));
    faults.addAll(AgentLog.read(layout.agentLog()).doubleRuns(DemoCib.EVERYWHERE));
    faults.addAll(cluster.wrongWords());
    faults.addAll(wrongTraces());
    faults.forEach(fault -> terminal.line(terminal.bad("WRONG: " + fault)));
    if (faults.isEmpty()) {
      terminal.line(
          terminal.good("Every resource runs exactly where it should; nothing ever ran twice."));
    }
    return faults.isEmpty();
  }

  /** All that any machine of any node did, up to now, has to be one good trace. */
  private List<String> wrongTraces() {
    try {
      TraceReport report = RecordCommand.soFar(layout.folder());
      terminal.line(
          "The traces of all processes are one of "
              + report.steps()
              + " steps"
              + (report.problems().isEmpty() ? ", without a gap." : "."));
      return report.problems().stream().limit(3).map(TraceProblem::toString).toList();
    } catch (ToolException e) {
      return List.of("the traces: " + e.getMessage());
    }
  }

  private void phase(String name, long from, long to) {
    terminal.line(String.format(Locale.ROOT, "  %-28s %7.3f s", name, (to - from) / 1e9));
  }

  private static boolean allRun(ClusterStatus status) {
    return Placement.faults(status).isEmpty();
  }

  private String placeOf(String resource) throws ToolException {
    return chronicle
        .latest()
        .flatMap(status ->
            status.resources().stream()
                .flatMap(top -> top.primitives().stream())
                .filter(primitive -> primitive.id().equals(resource))
                .flatMap(primitive -> primitive.active().keySet().stream())
                .findFirst())
        .orElseThrow(() -> failed(resource + " runs nowhere"));
  }

  private void showStatus() {
    terminal.line("");
    chronicle
        .latest()
        .ifPresent(status -> new StatusText(terminal).lines(status).forEach(terminal::line));
    terminal.line("");
  }

  private long require(Optional<Long> moment, String otherwise) throws ToolException {
    if (moment.isEmpty()) {
      showStatus();
      throw failed(otherwise + " within " + PATIENCE.toSeconds() + " s");
    }
    return moment.get();
  }

  private ToolException failed(String what) {
    return new ToolException(
        ExitCode.ERROR,
        what,
        Files.exists(layout.folder())
            ? "Run again with --keep-logs FOLDER and see the logs there."
            : "");
  }
}
