package io.systole.tools.demo;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.Image;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.tools.local.DemoCib;
import io.systole.tools.local.LocalCluster;
import io.systole.tools.local.LocalLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole demo}: three nodes on this machine, a power loss, and the recovery. */
public final class DemoCommand implements Command {

  private static final int SIZE = 3;

  /** Time to read what a failover has come to before the live view takes the screen. */
  private static final Duration READING = Duration.ofSeconds(5);

  @Override
  public Usage usage() {
    return new Usage(
        "demo",
        "",
        "Start three nodes on this machine, break one, and watch the recovery",
        "The nodes are processes of this machine with real agents and a fence device each. While a"
            + " client asks the service, the node that runs it loses its power. Without --once the"
            + " cluster stays until Ctrl-C. Nothing is left behind.",
        ImmutableList.of(
            new Example("systole demo", "shows a failover and keeps the cluster until Ctrl-C"),
            new Example(
                "systole demo --once", "shows a failover, checks it, and ends with status 0 or 1"),
            new Example(
                "systole demo --dir /tmp/d",
                "works there; try other commands with --config /tmp/d/node1/systole.xml")),
        new Options()
            .addOption(
                Option.builder()
                    .longOpt("once")
                    .desc("End after one failover, with status 0 only if all went as it must.")
                    .get())
            .addOption(
                Option.builder()
                    .longOpt("dir")
                    .hasArg()
                    .argName("FOLDER")
                    .desc("The work folder; it must not exist, and is removed in the end.")
                    .get())
            .addOption(
                Option.builder()
                    .longOpt("keep-logs")
                    .hasArg()
                    .argName("FOLDER")
                    .desc("Copy the logs of all nodes there before the work folder is removed.")
                    .get()));
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    context.noArguments(line);
    try {
      LocalLayout layout = LocalLayout.create(folder(line), SIZE);
      return run(context.terminal(), layout, line);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.ERROR, "the demonstration can't work: " + e, "Look at the folder and its disk.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.ERROR;
    }
  }

  private static ExitCode run(Terminal terminal, LocalLayout layout, CommandLine line)
      throws IOException, InterruptedException, ToolException {
    LocalCluster cluster = new LocalCluster(layout, keptLogs(line));
    Thread cleanUp = Thread.ofPlatform().unstarted(() -> close(cluster, terminal));
    Runtime.getRuntime().addShutdownHook(cleanUp);
    boolean good = false;
    try {
      good = new Failover(cluster, terminal).run();
      if (!line.hasOption("once")) {
        stay(cluster, terminal);
      }
    } finally {
      close(cluster, terminal);
      Runtime.getRuntime().removeShutdownHook(cleanUp);
    }
    return good ? ExitCode.OK : ExitCode.ERROR;
  }

  /** Keeps the cluster and shows it until the process is asked to end. */
  private static void stay(LocalCluster cluster, Terminal terminal) throws InterruptedException {
    LocalLayout layout = cluster.layout();
    if (terminal.interactive()) {
      terminal.line("The live view follows in " + READING.toSeconds() + " s.");
      boolean _ = new CountDownLatch(1).await(READING.toSeconds(), TimeUnit.SECONDS);
    }
    ImmutableList<String> hints =
        ImmutableList.of(
            "The cluster stays until Ctrl-C. Try, in another terminal:",
            "  export SYSTOLE_CONFIG=" + layout.nodes().getFirst().configuration(),
            "  PATH=" + Image.home().resolve("bin") + ":$PATH",
            "  systole resource move " + DemoCib.GROUP + " node1",
            "  systole node standby node2; systole node unstandby node2",
            "  systole fence node3",
            "  curl " + layout.serviceUrl());
    new LiveView(cluster, terminal, hints).show();
  }

  private static void close(LocalCluster cluster, Terminal terminal) {
    try {
      cluster.close();
    } catch (IOException e) {
      terminal.err().println("systole: could not clean up: " + e);
    }
  }

  private static Path folder(CommandLine line) throws IOException, ToolException {
    String named = line.getOptionValue("dir");
    if (named == null) {
      return Files.createTempDirectory("systole-demo-");
    }
    Path folder = Path.of(named).toAbsolutePath();
    if (Files.exists(folder)) {
      throw ToolException.usage(
          "the folder " + folder + " is there already", "Name one that does not exist.");
    }
    return folder;
  }

  private static Optional<Path> keptLogs(CommandLine line) {
    return Optional.ofNullable(line.getOptionValue("keep-logs")).map(Path::of);
  }
}
