package io.systole.tools.field;

import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.EditResult;
import io.systole.cib.PatchCodec;
import io.systole.cib.Patchset;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code crm_diff}: makes a patchset of two CIBs, or applies one to a CIB. Changes no cluster. */
final class DiffTool implements FieldCommand {

  @Override
  public String name() {
    return "crm_diff";
  }

  @Override
  public String summary() {
    return "Tell what differs between two CIBs as a patchset (exit status 1 if anything does), or"
        + " apply a patchset to a CIB.";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .value("o", "original", "FILE", "The CIB before; - is standard input.")
        .value("O", "original-string", "XML", "The CIB before, itself.")
        .value("n", "new", "FILE", "The CIB after: print the patchset that makes it.")
        .value("N", "new-string", "XML", "The CIB after, itself.")
        .value("p", "patch", "FILE", "A patchset: print the CIB that it makes of the original.")
        .flag("s", "stdin", "Accepted, and without effect: - as a file is standard input.")
        .flag("V", "verbose", "Say more. There is no more to say.")
        .flag("c", "cib", "Take the documents for CIBs, with their versions. Always so here.")
        .flag("u", "no-version", "Leave the versions out of the patchset.")
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    Cib before =
        cib(
            FieldOptions.theOne(line, "original", "original-string").equals("original")
                ? Documents.read(line.getOptionValue("original"))
                : Documents.parse(line.getOptionValue("original-string")));
    return switch (FieldOptions.theOne(line, "new", "new-string", "patch")) {
      case "patch" -> apply(context, before, Documents.read(line.getOptionValue("patch")));
      case "new" -> compare(context, line, before, Documents.read(line.getOptionValue("new")));
      default -> compare(context, line, before, Documents.parse(line.getOptionValue("new-string")));
    };
  }

  private static ExitCode compare(Context context, CommandLine line, Cib before, Element after)
      throws ToolException {
    Patchset patchset = Patchset.between(before, cib(after));
    if (patchset.changes().isEmpty()) {
      return ExitCode.OK;
    }
    Element diff = PatchCodec.write(patchset);
    if (line.hasOption("no-version")) {
      diff = diff.withoutChildren(child -> child.is("version"));
    }
    context.terminal().out().print(Xml.writeIndented(diff));
    // The field's scripts tell by the status whether two CIBs differ.
    return ExitCode.ERROR;
  }

  private static ExitCode apply(Context context, Cib before, Element diff) throws ToolException {
    try {
      return switch (PatchCodec.read(diff).applyTo(before)) {
        case EditResult.Applied applied -> {
          context.terminal().out().print(Xml.writeIndented(applied.cib().root()));
          yield ExitCode.OK;
        }
        case EditResult.Refused refused ->
            throw new ToolException(ExitCode.DATA, refused.reason(), refused.remedy());
      };
    } catch (CibException e) {
      throw new ToolException(
          ExitCode.DATA, e.getMessage(), "Make the patchset with crm_diff --original --new.");
    }
  }

  private static Cib cib(Element document) throws ToolException {
    try {
      return Cib.of(document);
    } catch (CibException e) {
      throw new ToolException(ExitCode.DATA, e.getMessage(), "Name a CIB, as cibadmin -Q prints.");
    }
  }
}
