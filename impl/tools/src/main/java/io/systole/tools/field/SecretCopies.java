package io.systole.tools.field;

import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings this node's secrets to other nodes, by ssh as the field's command does: the cluster's own
 * messages are not for secrets. What another node has is replaced as a whole.
 */
final class SecretCopies {

  /** Names the program that is called in place of ssh. */
  private static final String PROGRAM_VARIABLE = "CIBSECRET_SSH";

  private static final String SEND =
      """
      folder=$1 ssh=$2 node=$3
      tar -C "$folder" -cf - . | "$ssh" -o BatchMode=yes -o ConnectTimeout=5 "$node" "
        umask 077 && rm -rf '$folder.new' && mkdir -p '$folder.new' &&
        tar -C '$folder.new' -xpf - && rm -rf '$folder.old' &&
        { [ ! -d '$folder' ] || mv '$folder' '$folder.old'; } &&
        mv '$folder.new' '$folder' && rm -rf '$folder.old'"
      """;

  private SecretCopies() {}

  /** Sends all of a folder to the same place on these nodes; whether all have it. */
  static boolean send(Context context, Path folder, List<String> nodes) throws ToolException {
    String named = context.environment(PROGRAM_VARIABLE);
    String ssh = named.isEmpty() ? "ssh" : named;
    boolean all = true;
    try {
      if (!nodes.isEmpty()) {
        Files.createDirectories(folder);
      }
      for (String node : nodes) {
        boolean done = sent(folder, ssh, node);
        if (!done) {
          context
              .terminal()
              .err()
              .println(
                  "cibsecret: "
                      + node
                      + " did not get the secrets; run cibsecret sync when it is there");
        }
        all &= done;
      }
      return all;
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.ERROR, "the secrets can't be sent: " + e, "Install tar and ssh.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean sent(Path folder, String ssh, String node)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", SEND, "sh", folder.toString(), ssh, node)
            .inheritIO()
            .start();
    return process.waitFor() == 0;
  }
}
