package io.systole.daemons.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.daemons.runtime.EventLoop;
import io.systole.daemons.runtime.MachineShell;
import io.systole.daemons.runtime.NodeConfiguration;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.RoleException;
import io.systole.ipc.IpcError;
import io.systole.ipc.IpcRequest;
import io.systole.kernel.Cause;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.protocol.controller.Controller;
import io.systole.protocol.controller.ControllerConstants;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.controller.ControllerEvent;
import io.systole.protocol.controller.ControllerInvariants;
import io.systole.protocol.controller.ControllerState;
import io.systole.protocol.controller.Service;
import io.systole.protocol.controller.Timer;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs the controller's machine: events from the engine, from the node's daemons and from timers go
 * in, effects go out to them. For the role's event loop alone.
 */
final class ControllerShell implements AutoCloseable {

  /** The machine's name in traces. */
  private static final String SPEC = "Controller";

  private final RoleContext context;
  private final MachineShell<ControllerState, ControllerEvent, ControllerEffect> machine;
  private final Services services;
  private final Groups groups;
  private final TreeMap<Timer, EventLoop.Timer> timers = new TreeMap<>();
  private final List<IpcRequest> leaving = new ArrayList<>();

  /** Events that come about while effects are carried out: they are taken after them. */
  private final Deque<Happening> happenings = new ArrayDeque<>();

  private boolean stepping;
  private boolean closed;

  private record Happening(ControllerEvent event, Cause cause) {}

  ControllerShell(RoleContext context) throws RoleException {
    this.context = context;
    ControllerConstants constants =
        new ControllerConstants(context.node(), nodes(context), uuid(context));
    this.machine =
        MachineShell.open(
            context,
            new MachineShell.Parts<>(
                SPEC,
                new Controller(constants),
                ControllerState.initial(context.node()),
                ControllerInvariants.of(context.node())),
            this::perform);
    this.services = new Services(context, this::happened);
    this.groups = new Groups(context, this::happened);
    services.open();
  }

  private static ImmutableSortedMap<NodeName, String> nodes(RoleContext context) {
    TreeMap<NodeName, String> nodes = new TreeMap<>();
    for (NodeConfiguration.Member member : context.configuration().engine().members()) {
      nodes.put(member.node(), Integer.toString(member.id()));
    }
    return ImmutableSortedMap.copyOf(nodes);
  }

  /** Node and incarnation in the form that the field gives to a coordinator's name. */
  private static String uuid(RoleContext context) {
    String digest =
        Element.of(
                "run",
                "node",
                context.node().value(),
                "incarnation",
                Long.toString(context.incarnation()))
            .digest()
            .toString();
    return String.join(
        "-",
        digest.substring(0, 8),
        digest.substring(8, 12),
        digest.substring(12, 16),
        digest.substring(16, 20),
        digest.substring(20));
  }

  void requested(IpcRequest request) {
    switch (request.body().name()) {
      case "controller-state" -> request.reply(ControllerWords.state(machine.state(), context));
      case "leave" -> {
        leaving.add(request);
        if (machine.state().orders().left()) {
          left();
        } else {
          happened(
              new ControllerEvent.LeaveRequested(System.currentTimeMillis() / 1000),
              new Cause.Local("request"));
        }
      }
      default -> request.fail(IpcError.unknownRequest(ControllerRole.NAME, request.body().name()));
    }
  }

  @Override
  public void close() {
    closed = true;
    timers.values().forEach(EventLoop.Timer::cancel);
    groups.close();
    services.close();
  }

  /** Takes a step for an event, and for those that its effects bring about. */
  void happened(ControllerEvent event, Cause cause) {
    happenings.add(new Happening(event, cause));
    if (stepping) {
      return;
    }
    stepping = true;
    while (!happenings.isEmpty() && !closed) {
      Happening next = happenings.remove();
      Step<ControllerState, ControllerEffect> _ = machine.step(next.event(), next.cause());
      followUp(next.event());
    }
    stepping = false;
  }

  private void perform(ControllerEffect effect, Optional<MessageId> id) {
    switch (effect) {
      case ControllerEffect.Multicast multicast ->
          groups.multicast(multicast.message(), id.orElseThrow());
      case ControllerEffect.AnnounceEpoch announced -> {
        context.log().info("opens epoch " + announced.epoch());
        groups.announce(announced.epoch(), id.orElseThrow());
      }
      case ControllerEffect.StartTimer start -> start(start.timer(), start.after());
      case ControllerEffect.CancelTimer cancel -> cancel(cancel.timer());
      case ControllerEffect.LeaveCompleted leave -> {
        context.log().info("may leave: " + leave.reason());
        left();
      }
      case ControllerEffect.ProposeEdits propose -> services.cib().propose(propose);
      case ControllerEffect.SynchroniseCib synchronise -> services.cib().synchronise(synchronise);
      case ControllerEffect.AskScheduler ask -> services.scheduler().ask(ask);
      case ControllerEffect.Execute execute -> services.executor().execute(execute);
      case ControllerEffect.CancelOperation cancel -> services.executor().cancel(cancel);
      case ControllerEffect.AskHistory _ -> services.executor().askHistory();
      case ControllerEffect.PushDevices push -> services.fencer().push(push);
      case ControllerEffect.Fence fence -> services.fencer().fence(fence);
      case ControllerEffect.UpdateAttribute update -> services.attributes().update(update);
      case ControllerEffect.PurgeAttributes purge -> services.attributes().purge(purge);
    }
  }

  /** Once the CIB is known this node can take part, and not before. */
  private void followUp(ControllerEvent event) {
    if (event instanceof ControllerEvent.Connected connected
        && connected.service() == Service.CIB) {
      groups.join();
    }
  }

  private void start(Timer timer, Duration after) {
    cancel(timer);
    timers.put(
        timer,
        context
            .loop()
            .after(
                after,
                timer.toString(),
                () -> {
                  timers.remove(timer);
                  happened(
                      new ControllerEvent.TimerFired(timer), new Cause.Fired(timer.toString()));
                }));
  }

  private void cancel(Timer timer) {
    EventLoop.Timer running = timers.remove(timer);
    if (running != null) {
      running.cancel();
    }
  }

  /** The others see this node go at once, rather than when its daemons have been stopped. */
  private void left() {
    groups.close();
    leaving.forEach(request -> request.reply(Element.of("left")));
    leaving.clear();
  }
}
