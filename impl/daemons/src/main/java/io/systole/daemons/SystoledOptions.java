package io.systole.daemons;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The command line of {@code systoled}.
 *
 * @param role what to run
 * @param config the node's configuration
 * @param logFile whether to write a log file besides standard error
 * @param verbose whether to log what is of interest to developers only
 */
record SystoledOptions(String role, Path config, boolean logFile, boolean verbose) {

  static final Path DEFAULT_CONFIG = Path.of("/etc/systole/systole.xml");

  /** A command line that is not understood, with what is wrong. */
  static final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static SystoledOptions parse(List<String> arguments, ImmutableList<String> roles)
      throws UsageException {
    String role = "";
    Path config = DEFAULT_CONFIG;
    boolean logFile = true;
    boolean verbose = false;
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--config" -> config = Path.of(value(argument, rest));
        case "--no-log-file" -> logFile = false;
        case "--verbose" -> verbose = true;
        default -> {
          if (argument.startsWith("-")) {
            throw new UsageException("there is no option " + argument);
          }
          if (!role.isEmpty()) {
            throw new UsageException("one role is expected, here are " + role + ", " + argument);
          }
          role = argument;
        }
      }
    }
    if (!roles.contains(role)) {
      throw new UsageException(
          (role.isEmpty() ? "a role is missing" : "there is no role '" + role + "'")
              + "; there are "
              + String.join(", ", roles));
    }
    return new SystoledOptions(role, config, logFile, verbose);
  }

  static String help(ImmutableList<String> roles) {
    return """
    systoled ROLE [--config FILE] [--no-log-file] [--verbose]

    Runs one of a node's daemons in the foreground.

    ROLE is one of %ROLES%.
      supervisor  starts all the others, each as a process of its own, and watches them
      compact     runs them all in one process

      --config FILE   the node's configuration (%CONFIG%)
      --no-log-file   log to standard error alone, and not to ROLE.log in the log folder
      --verbose       log what is of interest to developers

    Examples
      systoled supervisor                                start this node
      systoled compact --config ./node1/systole.xml      the same in one process
      kill -TERM $(pidof -x systoled)                    stop it in order

    Exit status: 0 stopped in order, 64 wrong usage, 69 something needed is missing,
    70 internal error, 75 start again because the program was replaced, 78 unusable configuration.
    """
        .replace("%ROLES%", String.join(", ", roles))
        .replace("%CONFIG%", DEFAULT_CONFIG.toString());
  }

  private static String value(String option, Iterator<String> rest) throws UsageException {
    if (!rest.hasNext()) {
      throw new UsageException(option + " needs a value");
    }
    return rest.next();
  }
}
