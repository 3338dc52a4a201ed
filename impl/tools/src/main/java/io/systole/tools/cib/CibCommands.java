package io.systole.tools.cib;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole cib ...}: reads and changes the configuration as XML. */
public final class CibCommands {

  private static final Option SECTION =
      Option.builder("o")
          .longOpt("section")
          .hasArg()
          .argName("SECTION")
          .desc(
              "The part of the CIB: configuration, crm_config, nodes, resources, constraints,"
                  + " status, ... (without it, the whole).")
          .get();

  private static final Option DRY_RUN =
      Option.builder()
          .longOpt("dry-run")
          .desc("Check the change and say what would come of it, but do not make it.")
          .get();

  private static final Option IF_VERSION =
      Option.builder()
          .longOpt("if-version")
          .hasArg()
          .argName("VERSION")
          .desc("Change only if the CIB's version still is this, such as 0.12.3.")
          .get();

  private CibCommands() {}

  public static ImmutableList<Command> all() {
    return ImmutableList.<Command>builder()
        .addAll(edits())
        .addAll(CibHistoryCommands.all())
        .build();
  }

  private static ImmutableList<Command> edits() {
    return ImmutableList.of(
        new Query(),
        new Edit("replace", "Put a document in place of what is there"),
        new Edit("modify", "Merge a document into what is there, by element and id"),
        new Edit("create", "Add a document's element to its section"),
        new Edit("delete", "Remove the elements that look like the document's element"),
        new CibUpgradeCommand());
  }

  private static final class Query implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "cib query",
          "",
          "Print the CIB, or a section of it",
          "The answer comes from the CIB manager of this node.",
          ImmutableList.of(
              new Example("systole cib query", "prints the whole CIB"),
              new Example("systole cib query --section resources", "prints the resources")),
          new Options().addOption(SECTION));
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      Element found = context.cluster().query(line.getOptionValue("section", ""));
      context.terminal().out().print(Xml.writeIndented(found));
      return ExitCode.OK;
    }
  }

  /** All the changes have one form: an edit's name, a section, and a document. */
  private record Edit(String name, String summary) implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "cib " + name,
          "FILE",
          summary,
          "The document is read from FILE, or from standard input where FILE is -. The command"
              + " ends when a quorum of the nodes has the change on stable storage. A document"
              + " that is not well-formed, or that refers to ids that are not there, is refused"
              + " whole.",
          ImmutableList.of(
              new Example(
                  "systole cib " + name + " --section resources web.xml",
                  name + "s what web.xml says among the resources"),
              new Example(
                  "echo '<rsc_defaults/>' | systole cib " + name + " --dry-run -",
                  "says what would come of it")),
          new Options().addOption(SECTION).addOption(DRY_RUN).addOption(IF_VERSION));
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      Element document = read(context.oneArgument(line, "FILE"));
      String section = line.getOptionValue("section", sectionOf(document));
      Element.Builder edit = Element.builder(name).attribute("section", section).child(document);
      if (name.equals("modify")) {
        edit.attribute("create", "true");
      }
      Element.Builder change = Element.builder("change").child(edit.build());
      if (line.hasOption("dry-run")) {
        change.attribute("dry-run", "true");
      }
      if (line.hasOption("if-version")) {
        change.attribute("if-version", line.getOptionValue("if-version"));
      }
      Element changed = context.cluster().change(change.build());
      context
          .terminal()
          .line(
              (line.hasOption("dry-run") ? "would be version " : "version ")
                  + changed.attribute("version", "unknown"));
      return ExitCode.OK;
    }
  }

  /** A document that is a section, or the whole, says itself where it belongs. */
  public static String sectionOf(Element document) {
    return switch (document.name()) {
      case "cib" -> "";
      case "configuration",
          "crm_config",
          "nodes",
          "resources",
          "constraints",
          "rsc_defaults",
          "op_defaults",
          "fencing-topology",
          "acls",
          "tags",
          "alerts",
          "status" ->
          document.name();
      case "primitive", "group", "clone", "bundle", "template" -> "resources";
      case "rsc_location", "rsc_colocation", "rsc_order", "rsc_ticket" -> "constraints";
      case "node" -> "nodes";
      case "cluster_property_set" -> "crm_config";
      default -> "";
    };
  }

  static Element read(String file) throws ToolException {
    try {
      return Xml.parse(bytes(file), XmlLimits.FILE);
    } catch (XmlException e) {
      throw malformed(file, e);
    }
  }

  static ToolException malformed(String file, XmlException e) {
    return new ToolException(
        ExitCode.DATA,
        (file.equals("-") ? "standard input" : file) + ": " + e.getMessage(),
        "Nothing was changed.");
  }

  /** What lies in a file, or comes from standard input, but for what is too much for a CIB. */
  static byte[] bytes(String file) throws ToolException {
    try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      return in.readNBytes(XmlLimits.FILE.maxBytes() + 1);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.NO_INPUT, "cannot read " + file + ": " + e, "Name a file, or - to read input.");
    }
  }
}
