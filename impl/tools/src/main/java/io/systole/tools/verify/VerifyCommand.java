package io.systole.tools.verify;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.OutputFormat;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole verify}: whether configurations in files can be used. */
public final class VerifyCommand implements Command {

  private static final Option SCHEMA_ONLY =
      Option.builder()
          .longOpt("schema-only")
          .desc("Check the form alone, and not whether what it says can work.")
          .get();

  @Override
  public Usage usage() {
    return new Usage(
        "verify",
        "FILE...",
        "Check configurations in files",
        "Each file is checked by the schema that its validate-with asks for, and then for what no"
            + " schema can say. FILE may be - for standard input. The status is 0 if no file has"
            + " an error; warnings do not change it.",
        ImmutableList.of(
            new Example("systole verify cib.xml", "checks one file"),
            new Example(
                "systole verify --schema-only --output-as=xml *.xml",
                "checks the form of many, for a program to read")),
        new Options().addOption(SCHEMA_ONLY).addOption(OutputFormat.option()));
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    List<String> files = line.getArgList();
    if (files.isEmpty()) {
      throw ToolException.usage("FILE is missing", "Name one or more files, or - for input.");
    }
    boolean schemaOnly = line.hasOption("schema-only");
    boolean failed = false;
    return switch (OutputFormat.of(line)) {
      case TEXT -> {
        for (String file : files) {
          Verdict verdict = Verdict.of(file, schemaOnly);
          tell(verdict, context.terminal());
          failed |= verdict.hasErrors();
        }
        yield failed ? ExitCode.CONFIGURATION : ExitCode.OK;
      }
      case XML -> {
        Element.Builder result = Element.builder("verify");
        for (String file : files) {
          Verdict verdict = Verdict.of(file, schemaOnly);
          result.child(xml(verdict));
          failed |= verdict.hasErrors();
        }
        ExitCode code = failed ? ExitCode.CONFIGURATION : ExitCode.OK;
        OutputFormat.print(context.terminal(), "verify", result.build(), code);
        yield code;
      }
    };
  }

  private static void tell(Verdict verdict, Terminal terminal) {
    for (Finding finding : verdict.findings()) {
      String place =
          finding.line() == 0
              ? verdict.file()
              : verdict.file() + ":" + finding.line() + ":" + finding.column();
      String severity =
          finding.isError()
              ? terminal.bad(finding.severity().word())
              : terminal.bold(finding.severity().word());
      terminal.line(place + ": " + severity + ": " + finding.where() + ": " + finding.reason());
      if (!finding.remedy().isEmpty()) {
        terminal.line("    " + finding.remedy());
      }
    }
    String schema = verdict.schema().isEmpty() ? "" : " (" + verdict.schema() + ")";
    terminal.line(
        verdict.findings().isEmpty()
            ? verdict.file() + schema + ": OK"
            : verdict.file()
                + schema
                + ": "
                + count(verdict.errors(), "error")
                + ", "
                + count(verdict.warnings(), "warning"));
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static Element xml(Verdict verdict) {
    Element.Builder file =
        Element.builder("file")
            .attribute("name", verdict.file())
            .attribute("valid", Boolean.toString(!verdict.hasErrors()));
    if (!verdict.schema().isEmpty()) {
      file.attribute("schema", verdict.schema());
    }
    for (Finding finding : verdict.findings()) {
      Element.Builder told =
          Element.builder("finding").attribute("severity", finding.severity().word());
      if (finding.line() > 0) {
        told.attribute("line", finding.line()).attribute("column", finding.column());
      }
      told.attribute("where", finding.where()).attribute("reason", finding.reason());
      if (!finding.remedy().isEmpty()) {
        told.attribute("remedy", finding.remedy());
      }
      file.child(told.build());
    }
    return file.build();
  }
}
