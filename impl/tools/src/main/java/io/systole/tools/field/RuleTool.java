package io.systole.tools.field;

import static com.google.common.base.Strings.lenientFormat;

import io.systole.cib.rules.RuleStatus;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.OutputFormat;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibAccess;
import io.systole.tools.rules.RuleCheck;
import io.systole.xml.Element;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code crm_rule}: whether rules hold at a moment. */
final class RuleTool implements FieldCommand {

  @Override
  public String name() {
    return "crm_rule";
  }

  @Override
  public String summary() {
    return "Tell whether rules hold (exit status 0), are over (110), to come (111) or not"
        + " satisfied (113).";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .flag("c", "check", "Check whether the rules hold.")
        .value("r", "rule", "ID", "The rule; may be given more than once.")
        .value("d", "date", "DATE", "The moment (default: now).")
        .value("X", "xml-text", "XML", "The CIB itself; - for standard input.")
        .addFormat()
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    FieldOptions.theOne(line, "check");
    FieldOptions.needed(line, "rule");
    RuleCheck check =
        new RuleCheck(cib(context, line), RuleCheck.moment(line.getOptionValue("date")));
    Element.Builder result = Element.builder("rules");
    boolean text = OutputFormat.of(line) == OutputFormat.TEXT;
    ExitCode exit = ExitCode.OK;
    for (String id : List.of(line.getOptionValues("rule"))) {
      Optional<Element> rule = check.rule(id);
      ExitCode code = rule.map(r -> RuleCheck.exit(status(check, r))).orElse(ExitCode.NO_SUCH);
      exit = exit == ExitCode.OK ? code : exit;
      result.child(
          Element.builder("rule-check")
              .attribute("rule-id", id)
              .attribute("rc", code.status())
              .build());
      if (text && rule.isPresent()) {
        context.terminal().line(lenientFormat("Rule %s %s", id, words(status(check, rule.get()))));
      } else if (rule.isEmpty()) {
        context
            .terminal()
            .err()
            .println(
                lenientFormat(
                    "Could not determine whether rule %s is in effect: Rule not found", id));
      }
    }
    if (!text) {
      FieldResults.print(context.terminal(), name(), result.build().children(), ExitCode.OK);
    }
    return exit;
  }

  /** In effect where it holds on any node; else as on the first. */
  private static RuleStatus status(RuleCheck check, Element rule) {
    List<RuleStatus> all =
        check.answers(rule, RuleCheck.Asked.NOTHING).stream()
            .map(answer -> answer.explanation().status())
            .toList();
    return all.contains(RuleStatus.IN_EFFECT) ? RuleStatus.IN_EFFECT : all.getFirst();
  }

  private static String words(RuleStatus status) {
    return switch (status) {
      case IN_EFFECT -> "is still in effect";
      case NOT_YET -> "has not yet taken effect";
      case EXPIRED -> "is expired";
      case UNSATISFIED -> "is not satisfied";
    };
  }

  private static Element cib(Context context, CommandLine line) throws ToolException {
    String text = line.getOptionValue("xml-text");
    if (text == null) {
      return CibAccess.of(context).query("");
    }
    return text.equals("-") ? Documents.read("-") : Documents.parse(text);
  }
}
