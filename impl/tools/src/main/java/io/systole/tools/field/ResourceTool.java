package io.systole.tools.field;

import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibFragments;
import io.systole.tools.resource.Placements;
import io.systole.tools.status.ClusterStatus;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code crm_resource}: what is asked of single resources. */
final class ResourceTool implements FieldCommand {

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  @Override
  public String name() {
    return "crm_resource";
  }

  @Override
  public String summary() {
    return "Move resources, find them, and wait until nothing is left to do.";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .flag("", "wait", "Wait until the cluster has nothing left to do.")
        .flag("M", "move", "Make the resource prefer a node.")
        .flag("B", "ban", "Keep the resource away from a node, by default where it runs.")
        .flag("U", "clear", "Remove what --move and --ban have left.")
        .flag("W", "locate", "Show where the resource runs.")
        .flag("l", "list-raw", "Show the ids of all primitives.")
        .value("r", "resource", "ID", "The resource that is meant.")
        .value("N", "node", "NODE", "The node that is meant.")
        .value("t", "timeout", "SECONDS", "How long --wait may take.")
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    switch (FieldOptions.theOne(line, "wait", "move", "ban", "clear", "locate", "list-raw")) {
      case "wait" ->
          Settlement.await(context.cluster(), context.seconds(line, "timeout", LONGEST_WAIT));
      case "move" -> {
        String node = FieldOptions.needed(line, "node");
        Placements.move(context, FieldOptions.needed(line, "resource"), node);
      }
      case "ban" -> ban(context, line);
      case "clear" -> Placements.clear(context, FieldOptions.needed(line, "resource"));
      case "locate" -> locate(context, FieldOptions.needed(line, "resource"));
      default -> listRaw(context);
    }
    return ExitCode.OK;
  }

  private static void ban(Context context, CommandLine line) throws ToolException {
    String id = FieldOptions.needed(line, "resource");
    String node = line.getOptionValue("node");
    if (node != null) {
      Placements.ban(context, id, node);
      return;
    }
    Optional<ClusterStatus.Resource> resource = status(context).resource(id);
    if (resource.isEmpty() || resource.get().active().size() != 1) {
      throw new ToolException(
          ExitCode.ERROR,
          "it is not clear where '" + id + "' is meant to be banned",
          "It runs on no single node: name one with --node.");
    }
    Placements.ban(context, id, resource.get().active().firstKey());
  }

  private static void locate(Context context, String id) throws ToolException {
    ClusterStatus status = status(context);
    Optional<ClusterStatus.Resource> resource = status.resource(id);
    if (resource.isEmpty()) {
      throw context.noSuch("resource", id, CibFragments.resourceIds(context.cluster().query("")));
    }
    boolean runs = false;
    for (ClusterStatus.Resource primitive : resource.get().primitives()) {
      for (String node : primitive.active().keySet()) {
        runs = true;
        context.terminal().line("resource " + id + " is running on: " + node);
      }
    }
    if (!runs) {
      context.terminal().line("resource " + id + " is NOT running");
    }
  }

  private static void listRaw(Context context) throws ToolException {
    Element cib = context.cluster().query("");
    for (String id : CibFragments.resourceIds(cib)) {
      if (CibFragments.resource(cib, id).filter(found -> found.is("primitive")).isPresent()) {
        context.terminal().line(id);
      }
    }
  }

  private static ClusterStatus status(Context context) throws ToolException {
    return ClusterStatus.of(context.cluster().query(""));
  }
}
