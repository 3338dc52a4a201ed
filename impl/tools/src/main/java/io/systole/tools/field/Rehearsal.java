package io.systole.tools.field;

import com.google.common.collect.ImmutableList;
import io.systole.cluster.corosync.CorosyncConf;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.Systole;
import io.systole.tools.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Uses a node that was started for it: what tools and daemons load then goes into archives of
 * classes, from which they start faster.
 */
public final class Rehearsal {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration RETRY = Duration.ofMillis(200);

  private static final String OPTIONS =
      "<cluster_property_set id='rehearsal'><nvpair id='rehearsal-fencing' name='stonith-enabled'"
          + " value='false'/></cluster_property_set>";

  private static final String RESOURCE =
      "<primitive id='r1' class='ocf' provider='systole' type='Dummy'><operations>"
          + "<op id='r1-monitor' name='monitor' interval='10s' timeout='20s'/></operations>"
          + "</primitive>";

  private static final ImmutableList<ImmutableList<String>> COMMANDS =
      ImmutableList.of(
          ImmutableList.of(
              "cibadmin", "--modify", "--allow-create", "-o", "crm_config", "-X", OPTIONS),
          ImmutableList.of("cibadmin", "--create", "-o", "resources", "-X", RESOURCE),
          ImmutableList.of("crm_resource", "--wait", "--timeout", "30"),
          ImmutableList.of("crm_mon", "-1"),
          ImmutableList.of("crm_mon", "-1", "--output-as=xml"),
          ImmutableList.of("crm_node", "-l"),
          ImmutableList.of("cibadmin", "-Q"),
          ImmutableList.of("crm_resource", "--locate", "-r", "r1"),
          ImmutableList.of("crm_resource", "--move", "-r", "r1", "-N", "alone"),
          ImmutableList.of("crm_resource", "--clear", "-r", "r1"),
          ImmutableList.of("crm_resource", "--ban", "-r", "r1"),
          ImmutableList.of("crm_resource", "--wait", "--timeout", "30"),
          ImmutableList.of("crm_resource", "--clear", "-r", "r1"),
          ImmutableList.of("crm_resource", "--wait", "--timeout", "30"),
          ImmutableList.of("stonith_admin", "--history", "*"));

  /** A node on Corosync reads who its peers are in a file of this kind. */
  private static final String COROSYNC =
      """
      totem {
        version: 2
      }
      nodelist {
        node {
          name: alone
          nodeid: 1
          ring0_addr: 127.0.0.1
        }
      }
      """;

  private Rehearsal() {}

  /**
   * Runs the commands.
   *
   * @param arguments the configuration of a node that is alone and may be changed
   */
  public static void main(String[] arguments) throws CorosyncConf.MalformedException {
    // What a command loads on a node with Corosync, and to find out whether a person watches.
    int nodes = CorosyncConf.parse(COROSYNC).nodes().size();
    Terminal.ofProcess().err().println("a rehearsal with " + nodes + " node");
    System.exit(rehearse(arguments[0]).status());
  }

  private static ExitCode rehearse(String config) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(nowhere, nowhere, false);
    FieldCommands patient = new FieldCommands(FieldCommands.all(), terminal, Context::ofProcess);
    long end = System.nanoTime() + LONGEST.toNanos();
    while (patient.run(List.of("crmadmin", "-D", "--config", config)) != ExitCode.OK) {
      if (System.nanoTime() - end > 0) {
        System.err.println("the node did not come up");
        return ExitCode.TIMEOUT;
      }
      LockSupport.parkNanos(RETRY.toNanos());
    }
    FieldCommands strict =
        new FieldCommands(
            FieldCommands.all(), new Terminal(nowhere, System.err, false), Context::ofProcess);
    for (ImmutableList<String> command : COMMANDS) {
      ExitCode code =
          strict.run(
              ImmutableList.<String>builder().addAll(command).add("--config", config).build());
      if (code != ExitCode.OK) {
        System.err.println(String.join(" ", command) + " ended with " + code.status());
        return code;
      }
    }
    return Systole.rehearse(terminal, config);
  }
}
