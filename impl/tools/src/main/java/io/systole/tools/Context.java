package io.systole.tools;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.ConfigurationException;
import io.systole.daemons.runtime.NodeConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * What a command is given beside its own options: the terminal, and this node's daemons. The
 * connections to these end with it.
 */
public final class Context implements AutoCloseable {

  /** The options that all commands have. */
  public static final Options OPTIONS =
      new Options()
          .addOption(
              Option.builder("c")
                  .longOpt("config")
                  .hasArg()
                  .argName("FILE")
                  .desc(
                      "The node's configuration (default: $SYSTOLE_CONFIG, or"
                          + " /etc/systole/systole.xml).")
                  .get());

  private static final Path DEFAULT_CONFIGURATION = Path.of("/etc/systole/systole.xml");

  private final Path file;
  private final Terminal terminal;

  private final UnaryOperator<String> environment;
  private final List<ClusterClient> clients = new ArrayList<>();

  private Context(Path file, Terminal terminal, UnaryOperator<String> environment) {
    this.file = file;
    this.terminal = terminal;
    this.environment = environment;
  }

  /** A variable of the process's environment; empty if it is not set. */
  public static String ofProcess(String variable) {
    String value = System.getenv(variable);
    return value == null ? "" : value;
  }

  /** What the options that all commands have say. */
  public static Context of(CommandLine line, Terminal terminal) {
    return of(line, terminal, Context::ofProcess);
  }

  /**
   * What the options that all commands have say.
   *
   * @param environment the value of each variable; empty if it is not set
   */
  public static Context of(CommandLine line, Terminal terminal, UnaryOperator<String> environment) {
    String fromEnvironment = environment.apply("SYSTOLE_CONFIG");
    Path otherwise = fromEnvironment.isEmpty() ? DEFAULT_CONFIGURATION : Path.of(fromEnvironment);
    String named = line.getOptionValue("config");
    return new Context(named == null ? otherwise : Path.of(named), terminal, environment);
  }

  /** The value of a variable of the environment; empty if it is not set. */
  public String environment(String variable) {
    return environment.apply(variable);
  }

  public Terminal terminal() {
    return terminal;
  }

  /** The configuration of the node that this command is about. */
  public NodeConfiguration configuration() throws ToolException {
    try {
      return NodeConfiguration.read(file);
    } catch (ConfigurationException e) {
      throw new ToolException(
          ExitCode.CONFIGURATION,
          Objects.requireNonNullElse(e.getMessage(), "the configuration is wrong"),
          "Name the file with --config or the variable SYSTOLE_CONFIG.");
    }
  }

  /** This node's daemons. */
  public ClusterClient cluster() throws ToolException {
    ClusterClient client = new ClusterClient(configuration().run());
    clients.add(client);
    return client;
  }

  /**
   * Ends the connections. A process could end without: but the JVM waits a third of a second for
   * threads that still read from somewhere.
   */
  @Override
  public void close() {
    clients.forEach(ClusterClient::close);
    clients.clear();
  }

  public void noArguments(CommandLine line) throws ToolException {
    arguments(line);
  }

  public String oneArgument(CommandLine line, String name) throws ToolException {
    return arguments(line, name).getFirst();
  }

  /** The arguments, one for each name. */
  public ImmutableList<String> arguments(CommandLine line, String... names) throws ToolException {
    List<String> given = line.getArgList();
    if (given.size() < names.length) {
      throw ToolException.usage(
          names[given.size()] + " is missing", "Give " + String.join(" ", names) + ".");
    }
    if (given.size() > names.length) {
      throw ToolException.usage(
          "'" + given.get(names.length) + "' is one argument too many",
          names.length == 0 ? "Give none." : "Give " + String.join(" ", names) + " alone.");
    }
    return ImmutableList.copyOf(given);
  }

  /** An option that is a whole number of seconds. */
  public Duration seconds(CommandLine line, String option, Duration otherwise)
      throws ToolException {
    String value = line.getOptionValue(option);
    if (value == null) {
      return otherwise;
    }
    try {
      long seconds = Long.parseLong(value);
      if (seconds > 0) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      throw badSeconds(option, value);
    }
    throw badSeconds(option, value);
  }

  /** There is nothing of that name; tells what there is. */
  public ToolException noSuch(String kind, String name, Collection<String> known) {
    return new ToolException(
        ExitCode.NO_SUCH,
        "there is no " + kind + " '" + name + "'",
        Suggestions.sentence(name, known));
  }

  private static ToolException badSeconds(String option, String value) {
    return ToolException.usage(
        "--" + option + " '" + value + "' is no time", "Give a whole number of seconds above 0.");
  }
}
