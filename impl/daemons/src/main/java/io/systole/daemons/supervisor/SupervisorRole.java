package io.systole.daemons.supervisor;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.Builds;
import io.systole.daemons.runtime.MachineShell;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.daemons.runtime.RoleLink;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcException;
import io.systole.ipc.IpcRequest;
import io.systole.ipc.IpcServer;
import io.systole.kernel.Cause;
import io.systole.kernel.Runner;
import io.systole.xml.Element;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/** Carries out what {@link SupervisorMachine} decides, with real processes. */
public final class SupervisorRole implements Role {

  public static final String NAME = "supervisor";

  private final ImmutableList<String> roles;
  private final Launcher launcher;
  private final Consumer<Ending> ended;
  private final Map<String, RoleProcess> processes = new LinkedHashMap<>();
  private final Map<String, RoleLink> links = new LinkedHashMap<>();
  private final long epochNanos = System.nanoTime();
  private Optional<ServiceManager> manager = Optional.empty();
  private boolean ready;
  private volatile boolean stopAsked;
  private volatile @Nullable Begun begun;

  /** What there is once the role was started. */
  private record Begun(
      RoleContext context, Runner<SupervisorState, SupervisorEvent, SupervisorEffect> runner) {}

  /**
   * Makes the supervisor of a node.
   *
   * @param roles in the order in which they are started
   * @param ended is told when all processes have ended
   */
  public SupervisorRole(ImmutableList<String> roles, Launcher launcher, Consumer<Ending> ended) {
    this.roles = roles;
    this.launcher = launcher;
    this.ended = ended;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(RoleContext context) throws RoleException {
    SupervisorLimits limits = SupervisorLimits.of(context.configuration().supervision());
    begun =
        new Begun(
            context,
            MachineShell.runner(
                context,
                new MachineShell.Parts<>(
                    "Supervisor",
                    new SupervisorMachine(),
                    SupervisorState.initial(limits, context.build(), roles),
                    SupervisorInvariants.ALL)));
    manager = manager(context);
    step(new SupervisorEvent.Began(now()), "start");
    if (stopAsked) {
      stop(true);
    }
    var _ =
        context.loop().every(Duration.ofMillis(limits.pingInterval()), "supervision", this::ticked);
  }

  private static Optional<ServiceManager> manager(RoleContext context) {
    try {
      return ServiceManager.of(System.getenv());
    } catch (IOException e) {
      context.log().warning(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Begins to stop the node. For any thread. */
  public void askStop() {
    stopAsked = true;
    Begun here = begun;
    if (here != null) {
      here.context().loop().post("stop", () -> stop(true));
    }
  }

  @Override
  public void requested(IpcRequest request) {
    switch (request.body().name()) {
      case "supervisor-state" -> request.reply(SupervisorReport.of(context().node(), state()));
      case "stop" -> {
        request.reply(Element.of("stopping"));
        stop(!request.body().attribute("force", "false").equals("true"));
      }
      default -> request.fail(IpcError.unknownRequest(NAME, request.body().name()));
    }
  }

  /** The processes stay: whoever wants them stopped asks before, and the next supervisor adopts. */
  @Override
  public void stop() {
    links.values().forEach(RoleLink::close);
  }

  private void stop(boolean leaveFirst) {
    tellManager(ServiceManager.STOPPING);
    step(new SupervisorEvent.StopAsked(leaveFirst, now()), "stop asked");
  }

  private void ticked() {
    for (Map.Entry<String, RoleProcess> entry : ImmutableList.copyOf(processes.entrySet())) {
      lookAfter(entry.getKey(), entry.getValue());
    }
    step(new SupervisorEvent.Ticked(now()), "tick");
    if (!ready && state().roles().stream().allMatch(r -> r.phase() == RolePhase.RUNNING)) {
      ready = true;
      tellManager(ServiceManager.READY);
    }
    tellManager(ServiceManager.ALIVE);
  }

  private void tellManager(String word) {
    if (manager.isPresent()) {
      try {
        manager.get().tell(word);
      } catch (IOException e) {
        // It restarts us if it misses this for long; the node itself is well.
        context().log().log(Level.FINE, word + " was not told", e);
      }
    }
  }

  /** Nobody tells of the end of a process that is no child of ours. */
  private void lookAfter(String role, RoleProcess process) {
    if (!process.isChild() && !process.isAlive()) {
      exited(role, process, RoleEnd.of("it is gone"));
    }
  }

  private void step(SupervisorEvent event, String what) {
    Runner.Result<SupervisorState, SupervisorEffect> result =
        begun().runner().step(event, new Cause.Local(what));
    for (SupervisorEffect effect : result.step().effects()) {
      carryOut(effect);
    }
  }

  private void carryOut(SupervisorEffect effect) {
    switch (effect) {
      case SupervisorEffect.Find(String role) -> aside("find-" + role, () -> find(role));
      case SupervisorEffect.Launch(String role) -> aside("launch-" + role, () -> launch(role));
      case SupervisorEffect.Ping(String role) -> ping(role);
      case SupervisorEffect.DumpStacks(String role, long pid) ->
          signal(role, pid, this::dumpStacks);
      case SupervisorEffect.Terminate(String role, long pid) ->
          signal(role, pid, RoleProcess::terminate);
      case SupervisorEffect.Kill(String role, long pid) -> signal(role, pid, RoleProcess::kill);
      case SupervisorEffect.AskLeave() -> askLeave();
      case SupervisorEffect.Report(boolean alarming, String text) ->
          context().log().log(alarming ? Level.WARNING : Level.INFO, "{0}", text);
      case SupervisorEffect.End(Ending ending) -> end(ending);
    }
  }

  private void find(String role) {
    OptionalLong owner = IpcServer.owner(context().socket(role));
    if (owner.isPresent()) {
      var adopted = RoleProcess.adopt(owner.getAsLong());
      if (adopted.isPresent()) {
        post("found " + role, () -> found(role, adopted.get()));
        return;
      }
    }
    post("missed " + role, () -> step(new SupervisorEvent.Missed(role, now()), "missed"));
  }

  private void found(String role, RoleProcess process) {
    watch(role, process);
    step(new SupervisorEvent.Found(role, process.pid(), now()), "found");
  }

  private void launch(String role) {
    try {
      RoleProcess process =
          RoleProcess.launch(
              launcher.command(role, context().configuration()),
              context().configuration().log().resolve(role + ".log"));
      post("launched " + role, () -> launched(role, process));
    } catch (IOException e) {
      post(
          "launch failed",
          () ->
              step(
                  new SupervisorEvent.LaunchFailed(role, String.valueOf(e.getMessage()), now()),
                  "launch failed"));
    }
  }

  private void launched(String role, RoleProcess process) {
    watch(role, process);
    step(new SupervisorEvent.Launched(role, process.pid(), now()), "launched");
    process.onExit(end -> post("end of " + role, () -> exited(role, process, end)));
  }

  private void watch(String role, RoleProcess process) {
    processes.put(role, process);
    links.put(role, RoleLink.open(context(), role, new Link(role)));
  }

  private void exited(String role, RoleProcess process, RoleEnd end) {
    if (processes.remove(role, process)) {
      RoleLink link = links.remove(role);
      if (link != null) {
        link.close();
      }
      step(new SupervisorEvent.Exited(role, process.pid(), Builds.installed(), end, now()), "exit");
    }
  }

  private void ping(String role) {
    RoleLink link = links.get(role);
    if (link != null && link.isConnected()) {
      link.request(Element.of("ping"), new Pong(role));
    }
  }

  private void signal(String role, long pid, Consumer<RoleProcess> send) {
    RoleProcess process = processes.get(role);
    if (process != null && process.pid() == pid) {
      send.accept(process);
    }
  }

  private void dumpStacks(RoleProcess process) {
    aside(
        "dump",
        () -> {
          try {
            process.dumpStacks();
          } catch (IOException e) {
            context().log().log(Level.WARNING, "no stacks of process " + process.pid(), e);
          }
        });
  }

  private void askLeave() {
    RoleLink link = links.get(SupervisorMachine.CONTROLLER);
    Leave.Outcome outcome =
        (left, reason) ->
            step(new SupervisorEvent.LeaveEnded(left, reason, now()), "answer to leave");
    if (link == null) {
      context().loop().post("no controller", () -> outcome.ended(false, "there is no controller"));
    } else {
      Leave.ask(link, outcome);
    }
  }

  private void end(Ending ending) {
    for (String role : roles) {
      try {
        IpcServer.sweep(context().socket(role));
      } catch (IOException e) {
        context().log().log(Level.WARNING, "{0} was not removed: {1}", new Object[] {role, e});
      }
    }
    ended.accept(ending);
  }

  private void aside(String name, Runnable work) {
    Thread.ofVirtual().name(NAME + "-" + name).start(work);
  }

  private void post(String what, Runnable handler) {
    context().loop().post(what, handler);
  }

  private long now() {
    return 1 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - epochNanos);
  }

  private SupervisorState state() {
    return begun().runner().state();
  }

  private RoleContext context() {
    return begun().context();
  }

  private Begun begun() {
    Begun here = begun;
    if (here == null) {
      throw new IllegalStateException("the supervisor has not begun");
    }
    return here;
  }

  /** Asks as soon as there is somebody to ask. */
  private final class Link implements RoleLink.Listener {

    private final String role;

    Link(String role) {
      this.role = role;
    }

    @Override
    public void connected() {
      ping(role);
    }

    @Override
    public void event(Element body) {
      // A supervisor subscribes to nothing.
    }

    @Override
    public void disconnected(IpcException reason) {
      RoleProcess process = processes.get(role);
      if (process != null) {
        lookAfter(role, process);
      }
    }
  }

  /** Hears that a role's loop turns. */
  private final class Pong implements RoleLink.ReplyHandler {

    private final String role;

    Pong(String role) {
      this.role = role;
    }

    @Override
    public void replied(Element answer) {
      long pid = Long.parseLong(answer.attribute("pid", "0"));
      String build = answer.attribute("build", "");
      step(new SupervisorEvent.Ponged(role, pid, build, now()), "pong");
    }

    @Override
    public void failed(IpcException reason) {
      // Silence is what counts, and the machine counts it.
    }
  }
}
