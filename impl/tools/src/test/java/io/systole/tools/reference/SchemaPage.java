package io.systole.tools.reference;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.tools.reference.SchemaText.Definition;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.util.Optional;

/** Writes the reference page of one grammar. */
final class SchemaPage {

  /** Headings of the groups of a conversation's words, by the extension point of each. */
  private static final ImmutableMap<String, String> GROUPS =
      ImmutableMap.of("request-body", "Requests", "reply-body", "Replies", "event-body", "Events");

  private static final ImmutableMap<String, String> FRAMES =
      ImmutableMap.of("request-body", "request", "reply-body", "reply", "event-body", "event");

  private final String file;
  private final SchemaText schema;
  private final ImmutableList<Element> examples;
  private final StringBuilder page = new StringBuilder();

  private SchemaPage(String file, SchemaText schema, ImmutableList<Element> examples) {
    this.file = file;
    this.schema = schema;
    this.examples = examples;
  }

  /**
   * A page of a daemon's words, with an example of each.
   *
   * @param file of the grammar, from the project's folder
   */
  static String ofConversation(String file, SchemaText schema, ImmutableList<Element> examples) {
    SchemaPage page = new SchemaPage(file, schema, examples);
    page.head("");
    GROUPS.forEach(page::group);
    page.parts(schema.definitions().stream().filter(d -> !page.isInGroup(d)).toList());
    return page.page.toString();
  }

  /** A page of what is said around all daemons' words, or of a program's output. */
  static String ofDocuments(String file, SchemaText schema, ImmutableList<Element> examples) {
    SchemaPage page = new SchemaPage(file, schema, examples);
    page.head("");
    page.heading("Examples");
    examples.forEach(page::example);
    page.heading("Grammar");
    schema.definitions().stream()
        .filter(definition -> !definition.told().isEmpty())
        .forEach(definition -> page.definition(definition, Optional.empty()));
    page.parts(schema.definitions().stream().filter(d -> d.told().isEmpty()).toList());
    return page.page.toString();
  }

  /** The first example of a definition that is added to an extension point. */
  static Optional<Element> example(
      String group, Definition definition, ImmutableList<Element> examples) {
    String frame = FRAMES.getOrDefault(group, "");
    return examples.stream()
        .filter(example -> example.is(frame))
        .filter(
            example -> example.children().stream().anyMatch(body -> body.is(definition.element())))
        .findFirst();
  }

  private void head(String more) {
    page.append("# ").append(schema.title()).append("\n\n");
    page.append("Made from [`").append(file).append("`](../../../").append(file);
    page.append(") and its examples by `SchemaPagesTest`; change those and not this page.\n");
    page.append(more);
  }

  private void group(String group, String heading) {
    ImmutableList<Definition> members =
        schema.definitions().stream()
            .filter(definition -> schema.groups().containsEntry(group, definition.name()))
            .collect(ImmutableList.toImmutableList());
    if (members.isEmpty()) {
      return;
    }
    heading(heading);
    for (Definition member : members) {
      definition(member, example(group, member, examples));
    }
  }

  private boolean isInGroup(Definition definition) {
    return schema.groups().containsValue(definition.name());
  }

  private void definition(Definition definition, Optional<Element> example) {
    String element = definition.element();
    String title = element.isEmpty() ? definition.name() : "`<" + element + ">`";
    page.append("\n### ").append(title).append("\n\n").append(definition.told()).append('\n');
    grammar(definition.text());
    example.ifPresent(this::example);
  }

  private void parts(Iterable<Definition> parts) {
    StringBuilder text = new StringBuilder();
    for (Definition part : parts) {
      if (!part.told().isEmpty()) {
        Splitter.on('\n').split(part.told()).forEach(l -> text.append("# ").append(l).append('\n'));
      }
      text.append(part.text()).append("\n\n");
    }
    if (!text.isEmpty()) {
      heading("Parts");
      grammar(text.toString().strip());
    }
  }

  private void heading(String heading) {
    page.append("\n## ").append(heading).append('\n');
  }

  private void grammar(String text) {
    page.append("\n```rnc\n").append(text).append("\n```\n");
  }

  private void example(Element example) {
    String text = Xml.writeIndented(example);
    String body = text.startsWith("<?") ? text.substring(text.indexOf('\n') + 1) : text;
    page.append("\n```xml\n").append(body.strip()).append("\n```\n");
  }
}
