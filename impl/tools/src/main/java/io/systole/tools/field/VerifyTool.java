package io.systole.tools.field;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.OutputFormat;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibAccess;
import io.systole.tools.verify.Verdict;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code crm_verify}: whether a configuration can be used. */
final class VerifyTool implements FieldCommand {

  @Override
  public String name() {
    return "crm_verify";
  }

  @Override
  public String summary() {
    return "Check a configuration (exit status 78 if it has errors).";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .flag("L", "live-check", "Check the cluster's configuration.")
        .value("x", "xml-file", "FILE", "Check the configuration in a file.")
        .value("X", "xml-text", "XML", "Check this configuration.")
        .flag("p", "xml-pipe", "Check the configuration on standard input.")
        .value("S", "save-xml", "FILE", "Save what was checked to a file.")
        .flag("V", "verbose", "Tell warnings as well, and each finding with its place.")
        .flag("q", "quiet", "Say nothing; the exit status tells.")
        .addFormat()
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    Element cib =
        switch (FieldOptions.theOne(line, "live-check", "xml-file", "xml-text", "xml-pipe")) {
          case "xml-file" -> Documents.read(line.getOptionValue("xml-file"));
          case "xml-text" -> Documents.parse(line.getOptionValue("xml-text"));
          case "xml-pipe" -> Documents.read("-");
          default -> CibAccess.of(context).query("");
        };
    if (line.hasOption("save-xml")) {
      save(Path.of(line.getOptionValue("save-xml")), cib);
    }
    Verdict verdict = Verdict.of("", cib, false);
    ExitCode code = verdict.hasErrors() ? ExitCode.CONFIGURATION : ExitCode.OK;
    if (!line.hasOption("quiet")) {
      tell(context, line, verdict);
    }
    if (OutputFormat.of(line) == OutputFormat.XML) {
      FieldResults.print(context.terminal(), name(), ImmutableList.of(), code);
    }
    return code;
  }

  private static void tell(Context context, CommandLine line, Verdict verdict) {
    boolean verbose = line.hasOption("verbose");
    for (Finding finding : verdict.findings()) {
      if (finding.isError() || verbose) {
        context.terminal().err().println(finding);
      }
    }
    if (verdict.hasErrors()) {
      context.terminal().err().println("crm_verify: Errors found during check: config not valid");
      if (!verbose) {
        context.terminal().err().println("-V may provide more details");
      }
    }
  }

  private static void save(Path file, Element cib) throws ToolException {
    try {
      Files.writeString(file, Xml.writeIndented(cib));
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.CANNOT_CREATE, "cannot write " + file + ": " + e, "Name another file.");
    }
  }
}
