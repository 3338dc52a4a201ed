package io.systole.tools.resource;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibFragments;
import io.systole.tools.status.ClusterStatus;
import io.systole.tools.status.ClusterStatus.Resource;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code systole resource ...}: what an administrator asks of single resources. */
public final class ResourceCommands {

  private ResourceCommands() {}

  public static ImmutableList<Command> all() {
    return ImmutableList.of(
        new ListAll(),
        new Show(),
        new SetRole("start", "Started", "Let a resource run"),
        new SetRole("stop", "Stopped", "Stop a resource and keep it stopped"),
        new Place("move", "INFINITY", "Move a resource to a node and prefer that node from now on"),
        new Place("ban", "-INFINITY", "Keep a resource away from a node"),
        new Clear(),
        new Cleanup());
  }

  /** Finds a resource of the CIB or says which there are. */
  static Element resource(Context context, Element cib, String id) throws ToolException {
    Optional<Element> found = CibFragments.resource(cib, id);
    if (found.isEmpty()) {
      throw context.noSuch("resource", id, CibFragments.resourceIds(cib));
    }
    return found.get();
  }

  private static final class ListAll implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "resource list",
          "",
          "List the resources with where they run",
          "",
          ImmutableList.of(new Example("systole resource list", "prints a line a resource")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      context.noArguments(line);
      ClusterStatus status = ClusterStatus.of(context.cluster().query(""));
      for (Resource top : status.resources()) {
        for (Resource primitive : top.primitives()) {
          context
              .terminal()
              .line(primitive.id() + "\t" + primitive.agent() + "\t" + where(primitive));
        }
      }
      return ExitCode.OK;
    }

    private static String where(Resource primitive) {
      return primitive.active().isEmpty()
          ? "Stopped"
          : primitive.active().entrySet().stream()
              .map(place -> place.getValue().word() + " " + place.getKey())
              .collect(Collectors.joining(", "));
    }
  }

  private static final class Show implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "resource show",
          "RESOURCE",
          "Print the configuration of a resource",
          "",
          ImmutableList.of(new Example("systole resource show web", "prints web's XML")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      String id = context.oneArgument(line, "RESOURCE");
      Element resource = resource(context, context.cluster().query(""), id);
      context.terminal().out().print(Xml.writeIndented(resource));
      return ExitCode.OK;
    }
  }

  /** Sets the meta-attribute {@code target-role}. */
  private record SetRole(String word, String role, String summary) implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "resource " + word,
          "RESOURCE",
          summary,
          "Sets the meta-attribute target-role to " + role + ".",
          ImmutableList.of(new Example("systole resource " + word + " web", word + "s web")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      String id = context.oneArgument(line, "RESOURCE");
      Element cib = context.cluster().query("");
      Element setting = CibFragments.metaAttribute(resource(context, cib, id), "target-role", role);
      context.cluster().modify("resources", CibFragments.around(cib, id, setting).orElseThrow());
      context.terminal().line(id + " is asked to be " + role);
      return ExitCode.OK;
    }
  }

  /** Makes a location constraint of the name that the field's tools use. */
  private record Place(String word, String score, String summary) implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "resource " + word,
          "RESOURCE NODE",
          summary,
          "Makes a location constraint with the score "
              + score
              + ". It stays until 'systole resource clear RESOURCE'.",
          ImmutableList.of(
              new Example(
                  "systole resource " + word + " web node2",
                  summary.toLowerCase(java.util.Locale.ROOT))),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      ImmutableList<String> words = context.arguments(line, "RESOURCE", "NODE");
      String id = words.get(0);
      String node = words.get(1);
      if (word.equals("move")) {
        Placements.move(context, id, node);
      } else {
        Placements.ban(context, id, node);
      }
      return ExitCode.OK;
    }
  }

  private static final class Clear implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "resource clear",
          "RESOURCE",
          "Remove what 'resource move' and 'resource ban' have left",
          "Removes the location constraints of the resource whose id begins with cli-.",
          ImmutableList.of(new Example("systole resource clear web", "web may run anywhere again")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      String id = context.oneArgument(line, "RESOURCE");
      Placements.clear(context, id);
      return ExitCode.OK;
    }
  }

  private static final class Cleanup implements Command {
    @Override
    public Usage usage() {
      return new Usage(
          "resource cleanup",
          "RESOURCE [NODE]",
          "Forget a resource's failures",
          "Sets its fail counts to nothing, on one node or on all, so that it may run there again.",
          ImmutableList.of(
              new Example("systole resource cleanup web node2", "forgets web's failures on node2")),
          new Options());
    }

    @Override
    public ExitCode run(Context context, CommandLine line) throws ToolException {
      if (line.getArgList().isEmpty() || line.getArgList().size() > 2) {
        throw ToolException.usage(
            "'resource cleanup' takes RESOURCE and, if you like, NODE",
            "See: systole help resource cleanup");
      }
      String id = line.getArgList().getFirst();
      Element cib = context.cluster().query("");
      resource(context, cib, id);
      int cleared = 0;
      for (Element state : cib.child("status").map(Element::children).orElse(ImmutableList.of())) {
        String node = state.attribute("uname", "");
        if (line.getArgList().size() == 2 && !line.getArgList().get(1).equals(node)) {
          continue;
        }
        cleared += cleanup(context, state, node, id);
      }
      context.terminal().line("cleared " + cleared + " failure attributes of " + id);
      return ExitCode.OK;
    }

    private static int cleanup(Context context, Element state, String node, String id)
        throws ToolException {
      ImmutableList<String> names =
          state.child("transient_attributes").stream()
              .flatMap(Element::descendants)
              .filter(e -> e.is("nvpair"))
              .map(pair -> pair.attribute("name", ""))
              .filter(name -> isFailureOf(name, id))
              .collect(ImmutableList.toImmutableList());
      for (String name : names) {
        context.cluster().clearAttribute(node, name);
      }
      return names.size();
    }

    private static boolean isFailureOf(String attribute, String id) {
      return attribute.startsWith("fail-count-" + id + "#")
          || attribute.startsWith("last-failure-" + id + "#")
          || attribute.equals("fail-count-" + id)
          || attribute.equals("last-failure-" + id);
    }
  }
}
