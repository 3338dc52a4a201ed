package io.systole.agents;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.xml.XmlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs resource agents as the outside world expects to be run. Whatever is wrong with a call (an
 * agent that is not there, a class that is not supported, a name that leads out of the folder of
 * agents) comes back as a result. Safe to use from any thread.
 *
 * <p>Source: OCF Resource Agent API 1.1.
 */
public final class AgentRunner {

  private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(30);

  private final AgentSettings settings;
  private final CommandRunner commands;
  private final FenceAgents fenceAgents;

  public AgentRunner(AgentSettings settings) {
    this(settings, new CommandRunner(new ProcessGroups()));
  }

  public AgentRunner(AgentSettings settings, CommandRunner commands) {
    this.settings = settings;
    this.commands = commands;
    this.fenceAgents = new FenceAgents(settings, commands);
  }

  /** Starts an operation and returns at once; see {@link AgentRun#result}. */
  public AgentRun start(AgentCall call) {
    AgentName agent = call.agent();
    Optional<ResourceClass> known = ResourceClass.of(agent.standard());
    if (known.isEmpty()) {
      return notInstalled(
          String.format(
              Locale.ROOT,
              "class '%s' of resource %s is not known; use ocf, stonith, systemd, lsb or service",
              agent.standard(),
              call.resource()));
    }
    return switch (known.get()) {
      case OCF -> startOcf(call);
      case STONITH -> fenceAgents.startResource(call);
      case SYSTEMD, LSB, SERVICE ->
          notInstalled(
              String.format(
                  Locale.ROOT,
                  "class %s of resource %s is not supported yet; use an ocf agent",
                  agent.standard(),
                  call.resource()));
    };
  }

  /** Runs an operation to its end. */
  public AgentResult run(AgentCall call) {
    return start(call).result().join();
  }

  /**
   * What an OCF agent says of itself.
   *
   * @throws AgentException if there is no such agent, or if what it says is not understood
   */
  public AgentMetadata metadata(AgentName agent) throws AgentException {
    Command.Limits limits = new Command.Limits(METADATA_TIMEOUT, Command.METADATA_BYTES);
    AgentResult result =
        run(new AgentCall(agent, agent.type(), "meta-data", ImmutableSortedMap.of(), limits, ""));
    if (!result.isOk()) {
      throw new AgentException(
          String.format(
              Locale.ROOT,
              "agent %s does not tell its meta-data: %s %s",
              agent,
              OcfExitCode.describe(result.exitCode()),
              result.reason()));
    }
    try {
      return AgentMetadata.parse(result.output().text());
    } catch (XmlException e) {
      throw new AgentException("the meta-data of " + agent + " is not understood", e);
    }
  }

  private AgentRun startOcf(AgentCall call) {
    AgentName agent = call.agent();
    Optional<Found> found = agent.isSafe() ? find(agent) : Optional.empty();
    if (found.isEmpty()) {
      return notInstalled(
          String.format(
              Locale.ROOT,
              "agent %s of resource %s is not in %s",
              agent,
              call.resource(),
              places(agent)));
    }
    Path program = found.get().program();
    if (!Files.isExecutable(program)) {
      return AgentRun.ended(
          AgentResult.notRun(
              OperationStatus.ERROR,
              OcfExitCode.INSUFFICIENT_PRIVILEGES,
              program + " may not be executed; give it mode 755"));
    }
    Optional<String> bad = OcfEnvironment.notPassable(call.parameters());
    if (bad.isPresent()) {
      return AgentRun.ended(
          AgentResult.notRun(OperationStatus.ERROR, OcfExitCode.NOT_CONFIGURED, bad.get()));
    }
    CommandRun run =
        commands.start(
            new Command(
                ImmutableList.of(program.toString(), call.action()),
                environment(call, found.get().root()),
                "",
                call.limits()));
    String what =
        String.format(Locale.ROOT, "%s of %s (%s)", call.action(), call.resource(), agent);
    return new AgentRun(
        run.result().thenApply(result -> AgentResults.of(result, what)), run::cancel);
  }

  private ImmutableSortedMap<String, String> environment(AgentCall call, Path root) {
    SortedMap<String, String> all = new TreeMap<>(settings.environment());
    all.putAll(OcfEnvironment.of(call, root));
    if (!call.mark().isEmpty()) {
      all.put(AgentCall.MARK, call.mark());
    }
    return ImmutableSortedMap.copyOf(all);
  }

  private record Found(Path program, Path root) {}

  private Optional<Found> find(AgentName agent) {
    Path own = settings.own().resolve("ocf").resolve(agent.provider()).resolve(agent.type());
    if (Files.isRegularFile(own)) {
      return Optional.of(new Found(own, settings.ocfRoots().getFirst()));
    }
    for (Path root : settings.ocfRoots()) {
      Path program = root.resolve("resource.d").resolve(agent.provider()).resolve(agent.type());
      if (Files.isRegularFile(program)) {
        return Optional.of(new Found(program, root));
      }
    }
    return Optional.empty();
  }

  private String places(AgentName agent) {
    ImmutableList.Builder<String> places = ImmutableList.builder();
    places.add(settings.own().resolve("ocf") + "/" + agent.provider());
    for (Path root : settings.ocfRoots()) {
      places.add(root.resolve("resource.d") + "/" + agent.provider());
    }
    return String.join(" or ", places.build());
  }

  private static AgentRun notInstalled(String reason) {
    return AgentRun.ended(
        AgentResult.notRun(OperationStatus.NOT_INSTALLED, OcfExitCode.NOT_INSTALLED, reason));
  }
}
