package io.systole.tools.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.schema.Grammar;
import io.systole.cib.schema.WordGrammars;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference pages of what daemons and programs say are what their grammars say, and each
 * example on them is valid. With {@code -Dsystole.pages.write=true} the pages are written anew.
 */
final class SchemaPagesTest {

  private static final Path TOP = Path.of("../..");
  private static final String WORDS = "words";
  private static final Pattern INCLUDE = Pattern.compile("include \"([a-z-]+\\.rnc)\"");

  static Stream<String> conversations() throws IOException {
    return exampled("ipc");
  }

  static Stream<String> outputs() throws IOException {
    return exampled("output");
  }

  private static Stream<String> exampled(String folder) throws IOException {
    try (Stream<Path> files = Files.list(TOP.resolve("schemas").resolve(folder + "/examples"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".xml", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void aConversationsPageIsItsGrammar(String role) throws Exception {
    String file = "schemas/ipc/" + role + ".rnc";
    SchemaText schema = schema(file);
    ImmutableList<Element> examples = examples("ipc", role);
    // What is said around all words has no bodies of its own, and takes those of a role.
    Grammar grammar = WordGrammars.shared().ofRole(role.equals(WORDS) ? "cib" : role).orElseThrow();
    assertAllValid(grammar, examples);
    for (var entry : schema.groups().entries()) {
      Optional<SchemaText.Definition> definition =
          schema.definitions().stream()
              .filter(d -> d.name().equals(entry.getValue()))
              .filter(d -> !d.element().isEmpty())
              .findFirst();
      definition.ifPresent(d ->
          assertTrue(
              SchemaPage.example(entry.getKey(), d, examples).isPresent(),
              () -> "no example of " + d.name() + " in " + entry.getKey() + " of " + role));
    }
    String page =
        role.equals(WORDS)
            ? SchemaPage.ofDocuments(file, schema, examples)
            : SchemaPage.ofConversation(file, schema, examples);
    assertPage("ipc/" + role, page);
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void aProgramsPageIsItsGrammar(String program) throws Exception {
    String file = "schemas/output/" + program + ".rnc";
    ImmutableList<Element> examples = examples("output", program);
    assertAllValid(WordGrammars.shared().ofOutput(program).orElseThrow(), examples);
    assertPage("output/" + program, SchemaPage.ofDocuments(file, schemaWithParts(file), examples));
  }

  /** A page that could not be wrong would show nothing. */
  @Test
  void anExampleWithAFaultIsFound() throws Exception {
    Element wrong = Xml.parse("<request id='1'><query section='x' depth='2'/></request>");
    Grammar cib = WordGrammars.shared().ofRole("cib").orElseThrow();
    assertEquals(
        "schemas/ipc/cib.rnc allows here attribute \"children\", \"user\" or \"xpath\"",
        cib.judge(wrong).getFirst().remedy());
  }

  private static SchemaText schema(String file) throws IOException {
    return SchemaText.parse(Files.readString(TOP.resolve(file)));
  }

  /** A program's grammar with what it includes, since its page stands alone. */
  private static SchemaText schemaWithParts(String file) throws IOException {
    StringBuilder whole = new StringBuilder(Files.readString(TOP.resolve(file)));
    Matcher include = INCLUDE.matcher(whole);
    while (include.find()) {
      String part = Files.readString(TOP.resolve("schemas/output").resolve(include.group(1)));
      whole.append("\n\n").append(part);
      include = INCLUDE.matcher(whole).region(include.end(), whole.length());
    }
    return SchemaText.parse(whole.toString());
  }

  private static ImmutableList<Element> examples(String folder, String name)
      throws IOException, XmlException {
    Path file = TOP.resolve("schemas").resolve(folder).resolve("examples/" + name + ".xml");
    return Xml.parse(Files.readAllBytes(file), XmlLimits.MESSAGE).children();
  }

  private static void assertAllValid(Grammar grammar, ImmutableList<Element> examples) {
    assertFalse(examples.isEmpty());
    examples.forEach(example ->
        assertEquals(ImmutableList.of(), grammar.judge(example), () -> example.toString()));
  }

  private static void assertPage(String name, String page) throws IOException {
    Path file = TOP.resolve("docs/reference").resolve(name + ".md");
    if (Boolean.getBoolean("systole.pages.write")) {
      Files.writeString(file, page);
    }
    assertEquals(
        Files.exists(file) ? Files.readString(file) : "",
        page,
        () -> "run SchemaPagesTest with -Dsystole.pages.write=true and commit " + file);
  }
}
