package io.systole.tools.cluster;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.systole.cluster.corosync.CorosyncConf;
import io.systole.kernel.NodeName;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole cluster ...}: this node's part in a cluster on Corosync. */
public final class ClusterCommands {

  private static final int KEY_BYTES = 256;
  private static final int DEFAULT_TOKEN_MILLIS = 1000;
  private static final int LEAST_TOKEN_MILLIS = 100;

  private ClusterCommands() {}

  public static ImmutableList<Command> all() {
    return ImmutableList.of(
        new SetUp(),
        new Check(),
        new Units("start", "Start Corosync and Systole on this node", "corosync", "systole"),
        new Units("stop", "Stop Systole and Corosync on this node", "systole", "corosync"),
        new Units("status", "Show the units of this node", "corosync", "systole"));
  }

  private static final class SetUp implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "cluster setup",
          "",
          "Write this node's files for a cluster on Corosync",
          "Writes corosync.conf with nodes, links, encryption and quorum, a key, and Systole's own"
              + " configuration. The key of the first node belongs on all others: give it there"
              + " with --key. Files that are there are kept unless --force is given, all"
              + " but the example that Corosync's package brings.",
          ImmutableList.of(
              new Example(
                  "systole cluster setup --name shop --nodes a=10.0.0.1,b=10.0.0.2 --self a",
                  "writes the files of node a"),
              new Example(
                  "systole cluster setup --name shop --nodes a=10.0.0.1,b=10.0.0.2 --self b --key"
                      + " authkey",
                  "writes those of node b, with a's key")),
          new Options()
              .addOption(value("name", "NAME", "The cluster's name."))
              .addOption(value("nodes", "LIST", "NAME=ADDRESS[+ADDRESS],... an address a link."))
              .addOption(value("self", "NODE", "This node (default: this machine's name)."))
              .addOption(value("token", "MILLIS", "After how long a node is lost (default 1000)."))
              .addOption(value("key", "FILE", "The key of a node that has been set up."))
              .addOption(value("root", "FOLDER", "Write below this folder."))
              .addOption(
                  Option.builder().longOpt("force").desc("Replace files that are there.").get()));
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      Setup setup = setup(line);
      Path root = Path.of(line.getOptionValue("root", "/"));
      boolean force = line.hasOption("force");
      byte[] key = key(line);
      Path conf = root.resolve("etc/corosync/corosync.conf");
      boolean example = isExample(conf);
      write(conf, setup.corosyncConf().getBytes(java.nio.charset.StandardCharsets.UTF_8), force);
      write(root.resolve("etc/corosync/authkey"), key, force);
      write(
          root.resolve("etc/systole/systole.xml"),
          setup.systoleXml().getBytes(java.nio.charset.StandardCharsets.UTF_8),
          force);
      if (example && root.equals(Path.of("/"))) {
        stopExample(context);
      }
      context
          .terminal()
          .line("node " + setup.self() + " of cluster " + setup.cluster() + " is set up");
      context.terminal().line("then: systole cluster check, systole cluster start");
      return ExitCode.OK;
    }

    private static Setup setup(CommandLine line) throws ToolException {
      ImmutableList<Setup.Place> nodes = Setup.places(needed(line, "nodes"));
      String self = line.getOptionValue("self", hostName());
      if (nodes.stream().noneMatch(place -> place.node().value().equals(self))) {
        throw ToolException.usage(
            "this node, '" + self + "', is not among the nodes", "Name it with --self.");
      }
      Integer token = Ints.tryParse(line.getOptionValue("token", "" + DEFAULT_TOKEN_MILLIS));
      if (token == null || token < LEAST_TOKEN_MILLIS) {
        throw ToolException.usage("--token is no time", "Give milliseconds, 100 or more.");
      }
      return new Setup(needed(line, "name"), new NodeName(self), nodes, token);
    }

    private static byte[] key(CommandLine line) throws ToolException {
      String file = line.getOptionValue("key");
      if (file != null) {
        try {
          return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
          throw new ToolException(
              ExitCode.NO_INPUT, "cannot read " + file + ": " + e, "Copy a node's authkey here.");
        }
      }
      byte[] key = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(key);
      return key;
    }

    private static String hostName() {
      try {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      } catch (IOException e) {
        return "";
      }
    }

    private static boolean isExample(Path file) throws ToolException {
      try {
        return Files.exists(file) && Setup.isExample(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new ToolException(
            ExitCode.NO_INPUT, "cannot read " + file + ": " + e, "Run this as root.");
      }
    }

    /** A package that is installed starts Corosync with its example, which is nobody's cluster. */
    private static void stopExample(Context context) {
      try {
        int status = new ProcessBuilder("systemctl", "stop", "corosync.service").start().waitFor();
        if (status != 0) {
          context.terminal().line("if Corosync runs, restart it: it has an example's nodes");
        }
      } catch (IOException e) {
        context.terminal().line("if Corosync runs, restart it: it has an example's nodes");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void write(Path file, byte[] bytes, boolean force) throws ToolException {
      try {
        Files.createDirectories(file.getParent());
        if (Files.exists(file) && !force && !isExample(file)) {
          throw new ToolException(
              ExitCode.ERROR, file + " is there already", "Add --force to replace it.");
        }
        Files.deleteIfExists(file);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString(
                    file.endsWith("authkey") ? "r--------" : "rw-r--r--")));
        file.toFile().setWritable(true, true);
        Files.write(file, bytes, StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw new ToolException(
            ExitCode.ERROR, "cannot write " + file + ": " + e, "Run this as root.");
      }
    }
  }

  private static final class Check implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "cluster check",
          "",
          "Say what will hurt this cluster",
          "Reads corosync.conf and, if the node runs, the CIB: fencing that is missing, two nodes"
              + " that would fence each other, names that are not known, and what the token costs."
              + " The exit status is 1 if something is wrong.",
          ImmutableList.of(new Example("systole cluster check", "prints what there is to say")),
          new Options().addOption(value("conf", "FILE", "Another corosync.conf.")));
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      try {
        CorosyncConf conf =
            CorosyncConf.read(
                Path.of(line.getOptionValue("conf", CorosyncConf.DEFAULT.toString())));
        ImmutableList<Finding> findings = Linter.check(conf, cib(context), Check::isKnown);
        findings.forEach(finding -> print(context, finding));
        return findings.stream().anyMatch(f -> f.weight() == Finding.Weight.ERROR)
            ? ExitCode.ERROR
            : ExitCode.OK;
      } catch (CorosyncConf.MalformedException e) {
        throw new ToolException(
            ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), "Correct the file.");
      }
    }

    private static Optional<Element> cib(Context context) {
      try {
        return Optional.of(context.cluster().query(""));
      } catch (ToolException e) {
        context.terminal().line("note: the node does not run, so its CIB is not looked at");
        return Optional.empty();
      }
    }

    private static boolean isKnown(String address) {
      try {
        InetAddress _ = InetAddress.getByName(address);
        return true;
      } catch (UnknownHostException e) {
        return false;
      }
    }

    private static void print(Context context, Finding finding) {
      String weight = Ascii.toLowerCase(finding.weight().name());
      context.terminal().line(weight + ": " + finding.what());
      if (!finding.remedy().isEmpty()) {
        context.terminal().line("    " + finding.remedy());
      }
    }
  }

  /** Asks systemd. */
  private record Units(String verb, String summary, String first, String second)
      implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "cluster " + verb,
          "",
          summary,
          "Runs systemctl " + verb + " for the units " + first + " and " + second + ".",
          ImmutableList.of(new Example("systole cluster " + verb, verb + "s both units")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      List<String> command = new ArrayList<>(List.of("systemctl", verb));
      if (verb.equals("status")) {
        command.add("--no-pager");
      }
      command.addAll(List.of(first + ".service", second + ".service"));
      try {
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        return status == 0 ? ExitCode.OK : ExitCode.ERROR;
      } catch (IOException e) {
        throw new ToolException(
            ExitCode.UNAVAILABLE,
            "systemd can't be asked: " + e.getMessage(),
            "Without it: corosync, then 'systole node start'.");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return ExitCode.ERROR;
      }
    }
  }

  private static Option value(String name, String argument, String what) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(what).get();
  }

  private static String needed(CommandLine line, String name) throws ToolException {
    String value = line.getOptionValue(name);
    if (value == null) {
      throw ToolException.usage("--" + name + " is missing", "See 'systole help cluster setup'.");
    }
    return value;
  }
}
