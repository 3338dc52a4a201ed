package io.systole.agents;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs fence agents as the outside world expects to be run: options on standard input, a name and a
 * value a line. Whatever is wrong with a call comes back as a result. Safe to use from any thread.
 *
 * <p>Source: the fence agent API of the fence-agents project.
 */
public final class FenceAgents {

  private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(30);

  /** Configured on a device for the cluster rather than for the agent. */
  private static final ImmutableSet<String> FOR_THE_CLUSTER =
      ImmutableSet.of("action", "crm_feature_set", "provides", "stonith-timeout", "priority");

  private final AgentSettings settings;
  private final CommandRunner commands;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  public FenceAgents(AgentSettings settings) {
    this(settings, new CommandRunner(new ProcessGroups()));
  }

  public FenceAgents(AgentSettings settings, CommandRunner commands) {
    this.settings = settings;
    this.commands = commands;
  }

  /** The program of that name, if it is installed. */
  public Optional<Path> find(String agent) {
    if (!AgentName.isSafe(agent) || !agent.startsWith("fence_")) {
      return Optional.empty();
    }
    ImmutableList<Path> folders =
        ImmutableList.<Path>builder()
            .add(settings.own().resolve("fence"))
            .addAll(settings.fenceFolders())
            .build();
    return folders.stream().map(f -> f.resolve(agent)).filter(Files::isRegularFile).findFirst();
  }

  /**
   * What an agent says of itself; asked once, and again when the program has changed.
   *
   * @throws AgentException if there is no such agent, or if what it says is not understood
   */
  public AgentMetadata metadata(String agent) throws AgentException {
    Path program = find(agent).orElseThrow(() -> new AgentException(missing(agent)));
    try {
      FileTime changed = Files.getLastModifiedTime(program);
      Known before = known.get(program);
      if (before != null && before.changed().equals(changed)) {
        return before.metadata();
      }
      AgentMetadata metadata = AgentMetadata.parse(askForMetadata(agent, program));
      known.put(program, new Known(changed, metadata));
      return metadata;
    } catch (IOException | XmlException e) {
      throw new AgentException("the metadata of " + agent + " is not understood", e);
    }
  }

  /** Starts what is asked and returns at once; see {@link AgentRun#result}. */
  public AgentRun start(FenceCall call) {
    FenceDevice device = call.device();
    Optional<Path> program = find(device.agent());
    if (program.isEmpty()) {
      return AgentRun.ended(
          AgentResult.notRun(
              OperationStatus.NOT_INSTALLED, OcfExitCode.NOT_INSTALLED, missing(device.agent())));
    }
    if (!Files.isExecutable(program.get())) {
      return AgentRun.ended(
          AgentResult.notRun(
              OperationStatus.ERROR,
              OcfExitCode.INSUFFICIENT_PRIVILEGES,
              program.get() + " may not be executed; give it mode 755"));
    }
    for (Map.Entry<String, String> parameter : device.parameters().entrySet()) {
      if (parameter.getValue().indexOf('\n') >= 0 || parameter.getKey().indexOf('\n') >= 0) {
        return AgentRun.ended(
            AgentResult.notRun(
                OperationStatus.ERROR,
                OcfExitCode.NOT_CONFIGURED,
                String.format(
                    Locale.ROOT,
                    "parameter %s of fence device %s has a line break in it",
                    parameter.getKey(),
                    device.id())));
      }
    }
    Attempts attempts = new Attempts(call, program.get(), this::command, commands);
    return new AgentRun(attempts.begin(), attempts::cancel);
  }

  /** Runs what is asked to its end. */
  public AgentResult run(FenceCall call) {
    return start(call).result().join();
  }

  /**
   * The nodes, or plugs, that a {@code list} has told: the first word of each line.
   *
   * @param listed the standard output
   */
  public static ImmutableSet<String> listed(String listed) {
    ImmutableSet.Builder<String> all = ImmutableSet.builder();
    for (String line : Splitter.on('\n').trimResults().omitEmptyStrings().split(listed)) {
      all.add(line.split("[,\\s]", 2)[0]);
    }
    return all.build();
  }

  /**
   * A fence device seen as a resource: it is started once it answers, and stopping it has nothing
   * to do. Whether it is started is known to whoever asks, not here.
   */
  AgentRun startResource(AgentCall call) {
    FenceDevice device = new FenceDevice(call.resource(), call.agent().type(), call.parameters());
    return switch (call.action()) {
      case "start", "monitor", "status" ->
          start(
              new FenceCall(
                  device, FenceAction.MONITOR, Optional.empty(), call.limits().timeout()));
      case "stop" -> AgentRun.ended(AgentResult.notRun(OperationStatus.DONE, OcfExitCode.OK, ""));
      case "validate-all" ->
          start(
              new FenceCall(
                  device, FenceAction.VALIDATE, Optional.empty(), call.limits().timeout()));
      default ->
          AgentRun.ended(
              AgentResult.notRun(
                  OperationStatus.NOT_SUPPORTED,
                  OcfExitCode.UNIMPLEMENTED,
                  String.format(
                      Locale.ROOT, "fence device %s cannot %s", call.resource(), call.action())));
    };
  }

  private record Known(FileTime changed, AgentMetadata metadata) {}

  private String askForMetadata(String agent, Path program) throws AgentException {
    CommandResult result =
        commands.run(
            new Command(
                ImmutableList.of(program.toString(), "-o", "metadata"),
                settings.environment(),
                "",
                new Command.Limits(METADATA_TIMEOUT, Command.METADATA_BYTES)));
    AgentResult meaning = AgentResults.of(result, "metadata of " + agent);
    if (!meaning.isOk()) {
      throw new AgentException(
          String.format(
              Locale.ROOT,
              "fence agent %s does not tell its metadata: exit code %d, %s %s",
              agent,
              meaning.exitCode(),
              meaning.reason(),
              meaning.errors().text().strip()));
    }
    return meaning.output().text();
  }

  private Command command(FenceCall call, Path program, Duration timeout) {
    return new Command(
        ImmutableList.of(program.toString()),
        settings.environment(),
        input(call),
        Command.Limits.of(timeout));
  }

  private String input(FenceCall call) {
    FenceDevice device = call.device();
    SortedMap<String, String> options = new TreeMap<>();
    device
        .parameters()
        .forEach((name, value) -> {
          if (isForAgent(name)) {
            options.put(name, value);
          }
        });
    call.target()
        .ifPresent(target -> {
          options.put("nodename", target);
          hostArgument(device).ifPresent(name -> options.put(name, device.port(target)));
        });
    StringBuilder input = new StringBuilder();
    input.append("action=").append(device.agentAction(call.action())).append('\n');
    options.forEach((name, value) -> input.append(name).append('=').append(value).append('\n'));
    return input.toString();
  }

  private static boolean isForAgent(String parameter) {
    return !parameter.startsWith("pcmk_")
        && !parameter.startsWith("CRM_meta_")
        && !FOR_THE_CLUSTER.contains(parameter);
  }

  /**
   * The parameter by which the agent wants to hear of the node, beside {@code nodename}; none if
   * the administrator says so or if the agent has no such parameter.
   */
  private Optional<String> hostArgument(FenceDevice device) {
    String configured = device.parameters().get("pcmk_host_argument");
    if (configured != null) {
      return configured.equals("none") ? Optional.empty() : Optional.of(configured);
    }
    try {
      AgentMetadata metadata = metadata(device.agent());
      return ImmutableList.of("plug", "port").stream().filter(metadata::hasParameter).findFirst();
    } catch (AgentException notTold) {
      // To fence matters more than to know: this is what agents without metadata understand.
      return Optional.of("port");
    }
  }

  private String missing(String agent) {
    return String.format(
        Locale.ROOT,
        "fence agent %s is not in %s or %s; install it on this node",
        agent,
        settings.own().resolve("fence"),
        settings.fenceFolders());
  }
}
