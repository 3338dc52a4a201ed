package io.systole.tools.field;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.OutputFormat;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibAccess;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code crm_attribute}: reads and sets options of the cluster and attributes of nodes. */
final class AttributeTool implements FieldCommand {

  @Override
  public String name() {
    return "crm_attribute";
  }

  @Override
  public String summary() {
    return "Read and set options of the cluster and attributes of nodes.";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .value("n", "name", "NAME", "The option or attribute.")
        .alias("attr-name", "NAME", "The same as --name.")
        .value("P", "pattern", "PATTERN", "All whose names match a regular expression.")
        .optional("p", "promotion", "RESOURCE", "The promotion score of a resource on a node.")
        .value("i", "id", "ID", "The very pair of that id.")
        .value("s", "set-name", "ID", "Within the set of that id.")
        .flag("G", "query", "Print the value.")
        .flag("D", "delete", "Take it away.")
        .value("v", "update", "VALUE", "Give it a value.")
        .value("d", "default", "VALUE", "What is printed where there is none.")
        .value("l", "lifetime", "LIFETIME", "Of a node's attribute: reboot or forever.")
        .value("N", "node", "NODE", "The node whose attribute is meant.")
        .value("t", "type", "SECTION", "crm_config, rsc_defaults, op_defaults, nodes or status.")
        .flag("z", "utilization", "What a node has is meant, instead of its attributes.")
        .flag("q", "quiet", "Print the value alone.")
        .flag("V", "verbose", "Say more. There is no more to say.")
        .addFormat()
        .get();
  }

  /**
   * What is asked for.
   *
   * @param names whether a pair's name is meant
   * @param name what a new one is called
   */
  private record Asked(AttributeHome home, Predicate<Element> names, String name) {}

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    CibAccess access = CibAccess.of(context);
    AttributeHome home = AttributeHome.of(line, access.query(""));
    Asked asked = new Asked(home, meant(line), name(line));
    if (line.hasOption("update")) {
      set(access, line, asked);
      return ExitCode.OK;
    }
    if (line.hasOption("delete")) {
      return delete(context, access, asked);
    }
    return query(context, line, asked);
  }

  private static String name(CommandLine line) {
    String resource = promoted(line);
    return resource.isEmpty()
        ? line.getOptionValue("name", line.getOptionValue("attr-name", ""))
        : "master-" + resource;
  }

  private static String promoted(CommandLine line) {
    if (!line.hasOption("promotion")) {
      return "";
    }
    String instance = System.getenv("OCF_RESOURCE_INSTANCE");
    return line.getOptionValue("promotion", instance == null ? "" : instance);
  }

  private static Predicate<Element> meant(CommandLine line) throws ToolException {
    String id = line.getOptionValue("id");
    String pattern = line.getOptionValue("pattern");
    String name = name(line);
    if (pattern != null) {
      try {
        Pattern names = Pattern.compile(pattern);
        return pair -> names.matcher(pair.attribute("name", "")).find();
      } catch (PatternSyntaxException e) {
        throw ToolException.usage("--pattern '" + pattern + "': " + e.getMessage(), "Mend it.");
      }
    }
    return pair ->
        (id == null || pair.id().equals(id))
            && (name.isEmpty() || pair.attribute("name", "").equals(name));
  }

  private static ExitCode query(Context context, CommandLine line, Asked asked)
      throws ToolException {
    ImmutableList<Element> found = asked.home().pairs(asked.names());
    if (found.isEmpty() && line.hasOption("default")) {
      found =
          ImmutableList.of(
              Element.of("nvpair", "name", asked.name(), "value", line.getOptionValue("default")));
    }
    if (found.isEmpty()) {
      throw new ToolException(
          ExitCode.NO_SUCH,
          lenientFormat(
              "Error performing operation: No such device or address (there is no %s in %s)",
              asked.name(), asked.home().scope()),
          "");
    }
    String scope = asked.home().scope();
    if (OutputFormat.of(line) == OutputFormat.XML) {
      FieldResults.print(
          context.terminal(),
          "crm_attribute",
          found.stream()
              .map(pair ->
                  Element.of(
                      "attribute",
                      "name",
                      pair.attribute("name", ""),
                      "value",
                      pair.attribute("value", ""),
                      "scope",
                      scope))
              .toList(),
          ExitCode.OK);
      return ExitCode.OK;
    }
    for (Element pair : found) {
      String value = pair.attribute("value", "");
      context
          .terminal()
          .line(
              line.hasOption("quiet")
                  ? value
                  : lenientFormat(
                      "scope=%s  name=%s value=%s", scope, pair.attribute("name", ""), value));
    }
    return ExitCode.OK;
  }

  private static void set(CibAccess access, CommandLine line, Asked asked) throws ToolException {
    String value = line.getOptionValue("update");
    if (asked.home().isTransient()) {
      access.setTransient(asked.home().node(), asked.name(), Optional.of(value));
      return;
    }
    ImmutableList<Element> found = asked.home().pairs(asked.names());
    if (found.size() > 1) {
      throw new ToolException(
          ExitCode.ERROR,
          lenientFormat("%s pairs are meant by this", found.size()),
          "Name one by --id or --set-name.");
    }
    if (found.isEmpty() && asked.name().isEmpty()) {
      throw ToolException.usage("--name is missing", "See --help.");
    }
    Element edit =
        found.isEmpty()
            ? asked.home().creation(line.getOptionValue("id"), asked.name(), value)
            : modification(found.getFirst().with("value", value));
    access.change(Element.of("change").plus(edit));
  }

  private static Element modification(Element pair) {
    return Element.of("modify", "section", "configuration", "create", "false").plus(pair);
  }

  private static ExitCode delete(Context context, CibAccess access, Asked asked)
      throws ToolException {
    if (asked.home().isTransient()) {
      access.setTransient(asked.home().node(), asked.name(), Optional.empty());
      return ExitCode.OK;
    }
    for (Element pair : asked.home().pairs(asked.names())) {
      access.change(
          Element.of("change")
              .plus(
                  Element.of("delete", "section", "configuration")
                      .plus(Element.of("nvpair", "id", pair.id()))));
      context
          .terminal()
          .line(
              lenientFormat(
                  "Deleted %s %s: id=%s name=%s",
                  asked.home().scope(),
                  asked.home().node().isEmpty() ? "option" : "attribute",
                  pair.id(),
                  pair.attribute("name", "")));
    }
    return ExitCode.OK;
  }
}
