package io.systole.tools.remote;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.remote.RemoteAccounts;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code systole remote account}: makes a line for the file of those who may log in. */
public final class AccountCommand implements Command {

  @Override
  public Usage usage() {
    return new Usage(
        "remote account",
        "USER",
        "Make an account for access from other machines",
        "Asks for a password, or reads it from standard input, and prints the line that admits the"
            + " user. Add it to the file that <remote accounts=\"FILE\"> of each node names. The"
            + " password itself is not in it.",
        ImmutableList.of(
            new Example(
                "systole remote account hacluster >> /etc/systole/accounts",
                "lets tools log in as hacluster")),
        new Options());
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String user = context.oneArgument(line, "USER");
    if (user.isEmpty() || user.contains(":") || user.startsWith("#")) {
      throw ToolException.usage(
          "'" + user + "' can't be the name of an account", "Name one without ':' and '#'.");
    }
    String password = password();
    if (password.isEmpty()) {
      throw ToolException.usage("the password is empty", "Give one.");
    }
    context.terminal().line(RemoteAccounts.line(user, password));
    return ExitCode.OK;
  }

  private static String password() throws ToolException {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isPresent()) {
      char[] typed = console.get().readPassword("Password: ");
      return typed == null ? "" : new String(typed);
    }
    try {
      String read =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return read == null ? "" : read;
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.NO_INPUT, "the password can't be read: " + e, "Give it on standard input.");
    }
  }
}
