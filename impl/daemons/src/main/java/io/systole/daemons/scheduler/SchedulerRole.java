package io.systole.daemons.scheduler;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Longs;
import io.systole.cib.check.CibReview;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.scheduler.Scheduler;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;

/**
 * The role {@code scheduler}: a CIB in, a transition graph out, and nothing remembered in between.
 * A schedule is computed beside the event loop, which goes on answering whether it is alive.
 */
public final class SchedulerRole implements Role {

  /** The name of the role. */
  public static final String NAME = "scheduler";

  /** Of one configuration no more is told. */
  private static final int MAX_WARNINGS = 100;

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name(NAME + "-worker").factory());
  private Optional<RoleContext> context = Optional.empty();

  /** What was warned of, and of which configuration; for the worker alone. */
  private ImmutableSet<String> told = ImmutableSet.of();

  private Optional<Digest> toldOf = Optional.empty();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(RoleContext newContext) {
    context = Optional.of(newContext);
  }

  @Override
  public void requested(IpcRequest request) {
    Element body = request.body();
    if (!body.is("schedule")) {
      request.fail(IpcError.unknownRequest(NAME, body.name()));
      return;
    }
    Long now = Longs.tryParse(body.attribute("now", ""));
    Optional<Element> cib = body.child("cib");
    if (now == null || cib.isEmpty()) {
      request.fail(IpcError.badRequest("<schedule> needs now=\"SECONDS\" and one <cib> in it"));
      return;
    }
    worker.execute(() -> schedule(request, cib.get(), now));
  }

  @Override
  public void stop() {
    worker.shutdownNow();
  }

  private void schedule(IpcRequest request, Element cib, long now) {
    Element graph;
    try {
      graph = Scheduler.schedule(cib, now).graphXml();
    } catch (RuntimeException | StackOverflowError e) {
      // Nothing is remembered, so nothing is damaged; and a process that ended would end again,
      // and take the node with it, for the same CIB.
      context.orElseThrow().log().log(Level.SEVERE, "a schedule failed: " + e, e);
      request.fail(
          new IpcError(
              "internal-error",
              "the scheduler failed: " + e,
              "report this with the CIB and the log of the scheduler"));
      return;
    }
    request.reply(graph);
    tellOptions(cib);
  }

  /**
   * Warns of options that count as their defaults: once, and again when they were right between.
   */
  private void tellOptions(Element cib) {
    if (cib.at("configuration").map(Element::digest).equals(toldOf)) {
      return;
    }
    toldOf = cib.at("configuration").map(Element::digest);
    ImmutableSet<String> warnings =
        CibReview.options(cib).stream()
            .limit(MAX_WARNINGS)
            .map(finding -> finding.where() + ": " + finding.reason() + "; " + finding.remedy())
            .collect(ImmutableSet.toImmutableSet());
    for (String warning : warnings) {
      if (!told.contains(warning)) {
        context.orElseThrow().log().warning(warning);
      }
    }
    told = warnings;
  }
}
