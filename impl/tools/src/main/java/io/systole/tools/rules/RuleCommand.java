package io.systole.tools.rules;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.cib.FieldValues;
import io.systole.cib.rules.RuleInput;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.OutputFormat;
import io.systole.tools.ToolException;
import io.systole.tools.simulate.CibSource;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole rule}: whether rules hold, and why. */
public final class RuleCommand implements Command {

  @Override
  public Usage usage() {
    return new Usage(
        "rule",
        "[RULE...]",
        "Tell whether rules hold, and why",
        "RULE is the id of a rule; without one all are told. A rule about nodes is told of each"
            + " node, unless one is named. The status is 0 if every rule holds; else that of the"
            + " first that does not: 110 if its time is over, 111 if it is to come, 113 if it is"
            + " something else than time.",
        ImmutableList.of(
            new Example("systole rule", "tells of all rules of the cluster"),
            new Example(
                "systole rule web-in-office-hours --date '2026-12-24 18:00'",
                "tells whether a rule will hold then"),
            new Example(
                "systole rule big-nodes --node node2 --cib saved.xml",
                "tells why a rule of a saved CIB holds on a node")),
        new Options()
            .addOption(value("cib", "FILE", "Take the CIB of a file instead of the cluster's."))
            .addOption(value("date", "DATE", "The moment, as ISO 8601 writes it (default: now)."))
            .addOption(value("node", "NODE", "The node that is meant."))
            .addOption(value("resource", "RESOURCE", "The resource that is meant."))
            .addOption(value("operation", "NAME", "The operation that is meant."))
            .addOption(value("interval", "TIME", "The interval of the operation (default: 0)."))
            .addOption(OutputFormat.option()));
  }

  private static Option value(String name, String argument, String what) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(what).get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    RuleCheck check =
        new RuleCheck(
            CibSource.named(context, line), RuleCheck.moment(line.getOptionValue("date")));
    RuleCheck.Asked asked = asked(context, line, check);
    ImmutableList<Element> rules = rules(context, line.getArgList(), check);
    Element.Builder result = Element.builder("rules");
    StringBuilder text = new StringBuilder();
    ExitCode exit = ExitCode.OK;
    for (Element rule : rules) {
      for (RuleCheck.Answer answer : check.answers(rule, asked)) {
        ExitCode code = RuleCheck.exit(answer.explanation().status());
        exit = exit == ExitCode.OK ? code : exit;
        tell(answer, rule, text);
        result.child(xml(answer, rule));
      }
    }
    switch (OutputFormat.of(line)) {
      case TEXT -> context.terminal().out().print(text);
      case XML -> OutputFormat.print(context.terminal(), "rule", result.build(), exit);
    }
    return exit;
  }

  private static void tell(RuleCheck.Answer answer, Element rule, StringBuilder text) {
    String where = answer.node().map(node -> " on " + node.name()).orElse("");
    text.append(
        lenientFormat("Rule %s %s%s\n", rule.id(), answer.explanation().status().words(), where));
    answer.explanation().toText().lines().forEach(l -> text.append("    ").append(l).append('\n'));
  }

  private static Element xml(RuleCheck.Answer answer, Element rule) {
    return Element.builder("rule-check")
        .attribute("rule-id", rule.id())
        .attribute("node", answer.node().map(Node::name))
        .attribute("rc", RuleCheck.exit(answer.explanation().status()).status())
        .child(answer.explanation().toXml())
        .build();
  }

  private static ImmutableList<Element> rules(Context context, List<String> ids, RuleCheck check)
      throws ToolException {
    if (ids.isEmpty()) {
      return check.rules();
    }
    ImmutableList.Builder<Element> rules = ImmutableList.builder();
    for (String id : ids) {
      Optional<Element> rule = check.rule(id);
      rules.add(
          rule.orElseThrow(
              () -> context.noSuch("rule", id, check.rules().stream().map(Element::id).toList())));
    }
    return rules.build();
  }

  private static RuleCheck.Asked asked(Context context, CommandLine line, RuleCheck check)
      throws ToolException {
    String node = line.getOptionValue("node");
    String resource = line.getOptionValue("resource");
    Optional<Node> knownNode =
        Optional.ofNullable(node == null ? null : check.cluster().node(node));
    if (node != null && knownNode.isEmpty()) {
      throw context.noSuch("node", node, check.cluster().nodes().stream().map(Node::name).toList());
    }
    Optional<Resource> knownResource =
        Optional.ofNullable(resource == null ? null : check.cluster().resource(resource));
    if (resource != null && knownResource.isEmpty()) {
      throw context.noSuch(
          "resource", resource, check.cluster().resources().stream().map(Resource::id).toList());
    }
    return new RuleCheck.Asked(knownNode, knownResource, operation(line));
  }

  private static Optional<RuleInput.Operation> operation(CommandLine line) throws ToolException {
    String interval = line.getOptionValue("interval", "0");
    Duration read =
        FieldValues.duration(interval)
            .orElseThrow(() ->
                ToolException.usage(
                    "--interval '" + interval + "' is no time", "Write it as in 10s."));
    return Optional.ofNullable(line.getOptionValue("operation"))
        .map(name -> new RuleInput.Operation(name, read.toMillis()));
  }
}
