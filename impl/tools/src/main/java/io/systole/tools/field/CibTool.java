package io.systole.tools.field;

import io.systole.cib.CibSection;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code cibadmin}: reads and changes the CIB. */
final class CibTool implements FieldCommand {

  @Override
  public String name() {
    return "cibadmin";
  }

  @Override
  public String summary() {
    return "Read and change the CIB.";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .flag("Q", "query", "Print the CIB, or a section of it.")
        .flag("R", "replace", "Put a document in place of what is there.")
        .flag("M", "modify", "Merge a document into what is there.")
        .flag("C", "create", "Add a document's element.")
        .flag("D", "delete", "Remove the elements that look like the document's element.")
        .flag("P", "patch", "Apply a patchset, as crm_diff makes it.")
        .flag("E", "erase", "Remove the whole configuration.")
        .flag("B", "bump", "Raise the epoch.")
        .flag("c", "allow-create", "With --modify: make what is not there.")
        .flag("f", "force", "With --erase: really.")
        .value("o", "scope", "SECTION", "The part of the CIB that is meant.")
        .value("x", "xml-file", "FILE", "Where the document is.")
        .value("X", "xml-text", "XML", "The document itself.")
        .flag("p", "xml-pipe", "Read the document from standard input.")
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String what =
        FieldOptions.theOne(
            line, "query", "replace", "modify", "create", "delete", "patch", "erase", "bump");
    String scope = line.getOptionValue("scope", "");
    switch (what) {
      case "query" ->
          context.terminal().out().print(Xml.writeIndented(context.cluster().query(scope)));
      case "erase" -> {
        if (!line.hasOption("force")) {
          throw ToolException.usage("this removes the whole configuration", "Add --force.");
        }
        context.cluster().change(Element.of("change").plus(Element.of("erase")));
      }
      case "patch" ->
          context
              .cluster()
              .change(Element.of("change").plus(Element.of("patch").plus(document(line))));
      case "bump" -> context.cluster().change(Element.of("change").plus(Element.of("bump")));
      default -> edit(context, line, what, scope);
    }
    return ExitCode.OK;
  }

  private static void edit(Context context, CommandLine line, String what, String scope)
      throws ToolException {
    Element document = document(line);
    String section =
        scope.isEmpty() ? CibSection.of(document.name()).map(CibSection::tag).orElse("") : scope;
    Element.Builder edit = Element.builder(what).attribute("section", section).child(document);
    if (what.equals("modify")) {
      if (!line.hasOption("allow-create")) {
        needed(context, section, document);
      }
      edit.attribute("create", "true");
    }
    context.cluster().change(Element.of("change").plus(edit.build()));
  }

  /** Without --allow-create the document's own element has to be there; what is in it need not. */
  private static void needed(Context context, String section, Element document)
      throws ToolException {
    Element there = context.cluster().query(section);
    boolean found =
        there
            .descendants()
            .anyMatch(element -> element.is(document.name()) && element.id().equals(document.id()));
    if (!found) {
      throw new ToolException(
          ExitCode.NO_SUCH,
          "<" + document.name() + " id=\"" + document.id() + "\"> is not in " + there.name(),
          "Add --allow-create to make it.");
    }
  }

  private static Element document(CommandLine line) throws ToolException {
    return switch (FieldOptions.theOne(line, "xml-file", "xml-text", "xml-pipe")) {
      case "xml-file" -> Documents.read(line.getOptionValue("xml-file"));
      case "xml-pipe" -> Documents.read("-");
      default -> Documents.parse(line.getOptionValue("xml-text"));
    };
  }
}
