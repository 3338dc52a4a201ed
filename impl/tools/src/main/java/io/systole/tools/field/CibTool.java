package io.systole.tools.field;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import io.systole.cib.Cib;
import io.systole.cib.CibSection;
import io.systole.cib.upgrade.Upgraded;
import io.systole.cib.xpath.CibXPath;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibAccess;
import io.systole.tools.cib.Upgrading;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code cibadmin}: reads and changes the CIB. */
final class CibTool implements FieldCommand {

  private static final ImmutableList<String> COMMANDS =
      ImmutableList.of(
          "query",
          "replace",
          "modify",
          "create",
          "delete",
          "delete-all",
          "patch",
          "erase",
          "bump",
          "upgrade",
          "empty",
          "md5-sum",
          "md5-sum-versioned");

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
        .flag("D", "delete", "Remove the first element that looks like the document's.")
        .flag("d", "delete-all", "With --xpath: remove all that the path leads to.")
        .flag("P", "patch", "Apply a patchset, as crm_diff makes it.")
        .flag("E", "erase", "Remove the whole configuration.")
        .flag("B", "bump", "Raise the epoch.")
        .flag("u", "upgrade", "Bring the configuration to the newest schema.")
        .optional("a", "empty", "SCHEMA", "Print a CIB with nothing in it.")
        .flag("5", "md5-sum", "Print the digest of a document as it is stored.")
        .flag("6", "md5-sum-versioned", "Print the digest of a document as it is sent.")
        .flag("c", "allow-create", "With --modify: make what is not there.")
        .flag("f", "force", "Really do what is dangerous.")
        .flag("n", "no-children", "With --query: print the element without what is in it.")
        .flag("e", "node-path", "With --query and --xpath: print the way to what is found.")
        .flag("l", "local", "Ask this node alone, as is always done.")
        .flag("s", "sync-call", "Wait for the change to be done, as is always done.")
        .flag("V", "verbose", "Say more. There is no more to say.")
        .optional(
            "S",
            "show-access",
            "HOW",
            "With --query and --user: show all, and what the user may write, read and not see. One"
                + " of color (on a terminal), text (otherwise), namespace, or auto.")
        .value(
            "t",
            "timeout",
            "SECONDS",
            "Accepted, and without effect: changes are in time or refused.")
        .value("N", "node", "NODE", "Accepted, and without effect: all nodes have one CIB.")
        .value("U", "user", "USER", "Do it with the rights of a user (for root and hacluster).")
        .value("o", "scope", "SECTION", "The part of the CIB that is meant.")
        .value("A", "xpath", "PATH", "The elements that are meant, by an XPath expression.")
        .value("x", "xml-file", "FILE", "Where the document is.")
        .value("X", "xml-text", "XML", "The document itself.")
        .flag("p", "xml-pipe", "Read the document from standard input.")
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String what = FieldOptions.theOne(line, COMMANDS.toArray(String[]::new));
    try {
      return run(context, line, what);
    } catch (ToolException e) {
      throw new ToolException(e.code(), words(e), e.remedy());
    }
  }

  /** Scripts look for the field's words, people for the reason. */
  private static String words(ToolException e) {
    String plain = String.valueOf(e.getMessage());
    return switch (e.code()) {
      case NO_SUCH -> "Call failed: No such device or address (" + plain + ")";
      case EXISTS -> "Call failed: File exists (" + plain + ")";
      case OLD -> "Call failed: Update was older than existing configuration (" + plain + ")";
      case NOT_ALLOWED -> "Call failed: Permission denied (" + plain + ")";
      case CONFIGURATION ->
          "Call failed: Update does not conform to the configured schema (" + plain + ")";
      default -> plain;
    };
  }

  private static ExitCode run(Context context, CommandLine line, String what) throws ToolException {
    switch (what) {
      case "query" -> query(context, line);
      case "empty" -> {
        String schema = line.getOptionValue("empty", "");
        Cib empty = schema.isEmpty() ? Cib.empty() : Cib.empty(schema);
        print(context, empty.root());
      }
      case "md5-sum" -> digest(context, stored(document(line)));
      case "md5-sum-versioned" -> {
        Element document = document(line);
        // What says no version is summed in the oldest way.
        digest(context, document.has("crm_feature_set") ? Xml.write(document) : stored(document));
      }
      case "erase" -> {
        forced(line, "this removes the whole configuration");
        change(context, line, Element.of("erase"));
      }
      case "upgrade" -> {
        forced(line, "this brings the configuration to another schema");
        upgrade(context, line);
      }
      case "patch" -> change(context, line, Element.of("patch").plus(document(line)));
      case "bump" -> change(context, line, Element.of("bump"));
      case "delete-all" -> {
        forced(line, "this removes all that the path leads to");
        change(
            context,
            line,
            Element.of("delete", "xpath", FieldOptions.needed(line, "xpath"), "all", "true"));
      }
      default -> edit(context, line, what);
    }
    return ExitCode.OK;
  }

  private static void forced(CommandLine line, String danger) throws ToolException {
    if (!line.hasOption("force")) {
      throw new ToolException(
          ExitCode.NO_QUORUM, danger, "Add --force; the field's tool ends so as well without it.");
    }
  }

  private static void query(Context context, CommandLine line) throws ToolException {
    if (line.hasOption("show-access")) {
      context.terminal().out().print(AccessQuery.of(context, line));
      return;
    }
    Element.Builder query = Element.builder("query");
    query.attribute("user", Optional.ofNullable(line.getOptionValue("user")));
    if (line.hasOption("no-children")) {
      query.attribute("children", "false");
    }
    String path = line.getOptionValue("xpath");
    if (path == null) {
      query.attribute("section", line.getOptionValue("scope", ""));
      print(context, CibAccess.of(context).query(query.build()));
      return;
    }
    Element found = CibAccess.of(context).query(query.attribute("xpath", path).build());
    if (found.children().isEmpty()) {
      throw new ToolException(
          ExitCode.NO_SUCH, "the path '" + path + "' leads to nothing", "Look at the whole CIB.");
    }
    if (line.hasOption("node-path")) {
      found.children().forEach(m -> context.terminal().line(m.attribute("path", "")));
    } else if (found.children().size() == 1) {
      print(context, found.children().getFirst().children().getFirst());
    } else {
      print(
          context,
          Element.of("xpath-query")
              .withChildren(found.children().stream().map(m -> m.children().getFirst()).toList()));
    }
  }

  private static void print(Context context, Element element) {
    context.terminal().out().print(Documents.text(element));
  }

  private static String stored(Element document) {
    return " " + Xml.write(document) + "\n";
  }

  /** The field keeps MD5 for these sums, which tell documents apart and protect nothing. */
  @SuppressWarnings("deprecation")
  private static void digest(Context context, String text) {
    context.terminal().line(Hashing.md5().hashString(text, StandardCharsets.UTF_8).toString());
  }

  /** Every change is told; what was before is in the history ({@code systole cib log}). */
  private static void upgrade(Context context, CommandLine line) throws ToolException {
    Element old = CibAccess.of(context).query("");
    Upgraded upgraded = Upgrading.upgrade("the CIB", old);
    Upgrading.tell(upgraded, context.terminal());
    if (upgraded.isChanged()) {
      change(context, line, Element.of("replace", "section", "").plus(upgraded.result()));
    }
  }

  private static void edit(Context context, CommandLine line, String what) throws ToolException {
    String path = line.getOptionValue("xpath");
    if (path != null) {
      Element edit = Element.of(what, "xpath", path);
      change(context, line, what.equals("delete") ? edit : edit.plus(document(line)));
      return;
    }
    Element document = document(line);
    if (what.equals("delete")) {
      change(context, line, Element.of("delete", "xpath", likeness(line, document)));
      return;
    }
    String scope = line.getOptionValue("scope", "");
    String section =
        scope.isEmpty() ? CibSection.of(document.name()).map(CibSection::tag).orElse("") : scope;
    Element.Builder edit = Element.builder(what).attribute("section", section).child(document);
    if (what.equals("modify")) {
      if (!line.hasOption("allow-create")) {
        needed(context, section, document);
      }
      edit.attribute("create", "true");
    }
    try {
      change(context, line, edit.build());
    } catch (ToolException e) {
      if (e.code() == ExitCode.EXISTS) {
        print(context, failed(document));
      }
      throw e;
    }
  }

  private static Element failed(Element document) {
    return Element.of("failed")
        .plus(
            Element.of(
                    "failed_update",
                    "id",
                    document.id(),
                    "object_type",
                    document.name(),
                    "operation",
                    "cib_create",
                    "reason",
                    "File exists")
                .plus(document));
  }

  /** The way to what has the document's name and all of its attributes. */
  private static String likeness(CommandLine line, Element document) {
    CibSection section = CibSection.of(line.getOptionValue("scope", "")).orElse(CibSection.WHOLE);
    StringBuilder path = new StringBuilder("/cib");
    switch (section) {
      case WHOLE -> {}
      case CONFIGURATION, STATUS -> path.append('/').append(section.tag());
      default -> path.append("/configuration/").append(section.tag());
    }
    path.append("//").append(document.name());
    document
        .attributes()
        .forEach((name, value) -> path.append("[@" + name + "=" + CibXPath.quoted(value) + "]"));
    return path.toString();
  }

  /** Without --allow-create the document's own element has to be there; what is in it need not. */
  private static void needed(Context context, String section, Element document)
      throws ToolException {
    Element there = CibAccess.of(context).query(section);
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

  private static void change(Context context, CommandLine line, Element edit) throws ToolException {
    Element.Builder change = Element.builder("change").child(edit);
    change.attribute("user", Optional.ofNullable(line.getOptionValue("user")));
    CibAccess.of(context).change(change.build());
  }

  private static Element document(CommandLine line) throws ToolException {
    return switch (FieldOptions.theOne(line, "xml-file", "xml-text", "xml-pipe")) {
      case "xml-file" -> Documents.read(line.getOptionValue("xml-file"));
      case "xml-pipe" -> Documents.read("-");
      default -> Documents.parse(line.getOptionValue("xml-text"));
    };
  }
}
