package io.systole.tools.why;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.Plan;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.why.Explanation;
import io.systole.scheduler.why.Why;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.simulate.CibSource;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code systole why RESOURCE [on NODE]}: why a resource is where it is, or is not. */
public final class WhyCommand implements Command {

  static final Option CIB =
      Option.builder()
          .longOpt("cib")
          .hasArg()
          .argName("FILE")
          .desc("Take the CIB of a file (- for standard input) instead of the cluster's.")
          .get();

  @Override
  public Usage usage() {
    return new Usage(
        "why",
        "RESOURCE [on NODE] | NODE",
        "Tell why a resource is where it is, or is not",
        "Answers from the same decisions that the cluster makes: what becomes of the resource, why"
            + " it is (not) on a node, how the nodes score and what each score is made of, and"
            + " which elements of the configuration decided. Of a node it tells why it is treated"
            + " as it is. Nothing is changed.",
        ImmutableList.of(
            new Example("systole why web", "tells why web is where it is"),
            new Example("systole why web on node2", "tells why web is, or is not, on node2"),
            new Example("systole why node2", "tells why node2 is, or is not, to be fenced"),
            new Example("systole why web --cib saved.xml", "asks about a saved CIB")),
        new Options().addOption(CIB));
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    List<String> words = line.getArgList();
    boolean onNode = words.size() == 3 && words.get(1).equals("on");
    if (words.size() != 1 && !onNode) {
      throw ToolException.usage(
          words.isEmpty() ? "RESOURCE is missing" : "'" + String.join(" ", words) + "' is unclear",
          "Write: systole why RESOURCE, or: systole why RESOURCE on NODE");
    }
    Element cib = CibSource.named(context, line);
    Plan plan = Plan.explained(cib, Clocks.now(cib), CibSource.origin(line));
    String name = words.getFirst();
    Node on = onNode ? node(context, plan, words.get(2)) : null;
    Resource resource = Why.find(plan, name);
    Explanation explanation = explain(context, plan, name, resource, on);
    context.terminal().out().print(new WhyText(context.terminal()).write(explanation, on));
    return ExitCode.OK;
  }

  private static Explanation explain(
      Context context, Plan plan, String name, @Nullable Resource resource, @Nullable Node on)
      throws ToolException {
    if (resource != null) {
      return Why.of(plan, resource, on);
    }
    Node node = plan.cluster().node(name);
    if (node == null) {
      List<String> known = new ArrayList<>();
      plan.cluster().resources().forEach(r -> known.add(r.id()));
      plan.cluster().nodes().forEach(n -> known.add(n.name()));
      throw context.noSuch("resource or node", name, known);
    }
    return Why.ofNode(plan, node);
  }

  private static Node node(Context context, Plan plan, String name) throws ToolException {
    Node node = plan.cluster().node(name);
    if (node == null) {
      List<String> known = plan.cluster().nodes().stream().map(Node::name).toList();
      throw context.noSuch("node", name, known);
    }
    return node;
  }
}
