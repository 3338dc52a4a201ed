package io.systole.daemons.fencer;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.agents.AgentException;
import io.systole.agents.AgentMetadata;
import io.systole.agents.AgentResult;
import io.systole.agents.AgentRun;
import io.systole.agents.FenceAction;
import io.systole.agents.FenceAgents;
import io.systole.agents.FenceCall;
import io.systole.agents.FenceDevice;
import io.systole.agents.OcfExitCode;
import io.systole.agents.OperationStatus;
import io.systole.daemons.runtime.NodeAgents;
import io.systole.daemons.runtime.RoleContext;
import io.systole.daemons.runtime.Secrets;
import io.systole.kernel.NodeName;
import io.systole.protocol.fencing.ActionTerms;
import io.systole.protocol.fencing.AgentAbilities;
import io.systole.protocol.fencing.AgentOutcome;
import io.systole.protocol.fencing.Aim;
import io.systole.protocol.fencing.FencingAction;
import io.systole.protocol.fencing.FencingConfiguration;
import io.systole.protocol.fencing.FencingEffect;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.HostCheck;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;

/** The fence agents of this node, whose results come to the event loop. */
final class DeviceAgents implements AutoCloseable {

  /** How long an agent may take to say which nodes it can fence. */
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(15);

  private final RoleContext context;
  private final FenceAgents agents;
  private final Secrets secrets;
  private final Told told;
  private final Map<AgentRun, String> running = new ConcurrentHashMap<>();

  /** Hears, on the loop, what agents said. */
  @FunctionalInterface
  interface Told {
    Object event(FencingEvent event, String what);
  }

  private DeviceAgents(RoleContext context, FenceAgents agents, Told told) {
    this.context = context;
    this.agents = agents;
    this.secrets = Secrets.of(context.configuration());
    this.told = told;
  }

  static DeviceAgents of(RoleContext context, Told told) {
    return new DeviceAgents(context, new FenceAgents(NodeAgents.settings(context)), told);
  }

  /** Runs an agent once; how often it is tried is the machine's to say. */
  void run(FencingEffect.RunAgent run) {
    Aim aim = run.aim();
    start(
        new FenceCall(
            device(run.device(), aim.action(), run.terms()),
            action(aim.action()),
            Optional.of(aim.target().value()),
            run.terms().timeout()),
        result -> {
          told.event(new FencingEvent.ClockTold(System.currentTimeMillis()), "clock");
          told.event(
              new FencingEvent.AgentFinished(run.call(), outcome(result), result.reason()),
              "agent");
        });
  }

  /** Asks an agent whether it can fence a node. An agent that does not say so can not. */
  void ask(FencingEffect.AskDevice ask) {
    FenceDevice device =
        new FenceDevice(ask.device().id(), ask.device().agent(), ask.device().parameters());
    String port = ask.device().hosts().port(ask.target());
    boolean list = ask.device().hosts().check() == HostCheck.DYNAMIC_LIST;
    FenceCall call =
        new FenceCall(
            device,
            list ? FenceAction.LIST : FenceAction.STATUS,
            list ? Optional.empty() : Optional.of(ask.target().value()),
            ASK_TIMEOUT);
    start(
        call,
        result ->
            told.event(
                new FencingEvent.DeviceAnswered(
                    ask.operation(),
                    ask.device().id(),
                    list ? isListed(result, ask.target(), port) : hasStatus(result)),
                "agent"));
  }

  /** Learns what the agents of these devices can do, on a thread of its own. */
  void learn(FencingConfiguration configuration, Consumer<AgentAbilities> learned) {
    ImmutableSortedSet<String> names =
        configuration.devices().values().stream()
            .map(io.systole.protocol.fencing.FenceDevice::agent)
            .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    Thread.ofVirtual()
        .name("fence-metadata")
        .start(() -> {
          AgentAbilities abilities = abilities(names);
          context.loop().post("metadata", () -> learned.accept(abilities));
        });
  }

  /** Agents that run are left alone: what they have begun is better ended than cut off. */
  @Override
  public void close() {
    running.forEach((run, what) ->
        context.log().log(Level.INFO, "{0} is still at work while the fencer ends", what));
  }

  private void start(FenceCall call, Consumer<AgentResult> ended) {
    FenceCall revealed;
    try {
      revealed = revealed(call);
    } catch (Secrets.SecretException e) {
      AgentResult without =
          AgentResult.notRun(
              OperationStatus.NO_SECRETS,
              OcfExitCode.INVALID_PARAMETER,
              String.valueOf(e.getMessage()));
      context.loop().post("no secret", () -> ended.accept(without));
      return;
    }
    AgentRun run = agents.start(revealed);
    running.put(run, call.action() + " by " + call.device().id());
    var _ =
        run.result()
            .thenAccept(result -> {
              running.remove(run);
              context.loop().post("agent", () -> ended.accept(result));
            });
  }

  private FenceCall revealed(FenceCall call) throws Secrets.SecretException {
    FenceDevice device = call.device();
    return new FenceCall(
        new FenceDevice(
            device.id(), device.agent(), secrets.reveal(device.id(), device.parameters())),
        call.action(),
        call.target(),
        call.timeout());
  }

  private AgentAbilities abilities(ImmutableSortedSet<String> names) {
    SortedMap<String, ImmutableSortedSet<String>> actions = new TreeMap<>();
    for (String name : names) {
      try {
        actions.put(
            name,
            agents.metadata(name).actions().stream()
                .map(AgentMetadata.Action::name)
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo)));
      } catch (AgentException e) {
        context.log().warning("what " + name + " can do is not known: " + e.getMessage());
      }
    }
    return new AgentAbilities(ImmutableSortedMap.copyOf(actions));
  }

  private static FenceDevice device(
      io.systole.protocol.fencing.FenceDevice device, FencingAction action, ActionTerms terms) {
    SortedMap<String, String> parameters = new TreeMap<>(device.parameters());
    parameters.put("pcmk_" + action.word() + "_retries", "1");
    parameters.put("pcmk_" + action.word() + "_timeout", terms.timeout().toMillis() + "ms");
    return new FenceDevice(device.id(), device.agent(), ImmutableSortedMap.copyOf(parameters));
  }

  private static FenceAction action(FencingAction action) {
    return switch (action) {
      case OFF -> FenceAction.OFF;
      case ON -> FenceAction.ON;
      case REBOOT -> FenceAction.REBOOT;
    };
  }

  private static AgentOutcome outcome(AgentResult result) {
    if (result.isOk()) {
      return AgentOutcome.SUCCEEDED;
    }
    return result.status() == OperationStatus.TIMEOUT
        ? AgentOutcome.TIMED_OUT
        : AgentOutcome.FAILED;
  }

  private static boolean isListed(AgentResult result, NodeName target, String port) {
    ImmutableSet<String> listed = FenceAgents.listed(result.output().text());
    return result.isOk() && (listed.contains(port) || listed.contains(target.value()));
  }

  /** Whether the agent knows the plug: on and off are answers, anything else is none. */
  private static boolean hasStatus(AgentResult result) {
    return result.isOk() || (result.status() == OperationStatus.DONE && result.exitCode() == 2);
  }
}
