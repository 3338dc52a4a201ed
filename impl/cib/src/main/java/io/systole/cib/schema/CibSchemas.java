package io.systole.cib.schema;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.systole.cib.Finding;
import io.systole.cib.check.Identities;
import io.systole.xml.Element;
import java.util.Comparator;
import java.util.Optional;

/**
 * Judges documents by the grammar that they ask for. Each grammar is compiled when it is first
 * asked for, and then shared; safe to use from any thread.
 */
public final class CibSchemas {

  private static final String VALIDATE_WITH = "validate-with";

  private static final CibSchemas SHARED = new CibSchemas();

  private final ImmutableMap<GrammarName, Supplier<Grammar>> grammars =
      Maps.toMap(
          ImmutableList.copyOf(GrammarName.values()),
          name -> Suppliers.memoize(() -> compile(name)));

  private CibSchemas() {}

  public static CibSchemas shared() {
    return SHARED;
  }

  public Grammar grammar(GrammarName name) {
    return grammars.getOrDefault(name, () -> compile(name)).get();
  }

  private static Grammar compile(GrammarName name) {
    return Grammar.compile("cib/" + name + ".rnc", name.text());
  }

  /** The grammar that a document asks for, if it is one that there is. */
  public static Optional<GrammarName> nameOf(Element document) {
    return document.attribute(VALIDATE_WITH).flatMap(GrammarName::of);
  }

  /** What is wrong with a document by the grammar that it asks for; see {@link #judge}. */
  public ImmutableList<Finding> judge(Element document) {
    Optional<GrammarName> name = nameOf(document);
    return name.isPresent() ? judge(document, name.get()) : ImmutableList.of(ungoverned(document));
  }

  /**
   * What is wrong with a document by a grammar: by its rules, and by its types of ids, which say
   * that each is there once and that what is referred to is there. All findings are errors, in the
   * order of the document.
   */
  public ImmutableList<Finding> judge(Element document, GrammarName name) {
    boolean tagsAreFree = name.compareTo(GrammarName.V3_3) >= 0;
    ImmutableList<Finding> identities = Identities.check(document, tagsAreFree);
    ImmutableList<Finding> grammatical = grammar(name).judge(document);
    if (identities.isEmpty()) {
      return grammatical;
    }
    return ImmutableList.<Finding>builder().addAll(grammatical).addAll(identities).build().stream()
        .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether a document is valid by a grammar. */
  public boolean accepts(Element document, GrammarName name) {
    return judge(document, name).isEmpty();
  }

  private static Finding ungoverned(Element document) {
    ImmutableList<Element> path = ImmutableList.of(document);
    Optional<String> asked = document.attribute(VALIDATE_WITH);
    if (asked.isEmpty()) {
      return Finding.error(
          path,
          "it does not say by which schema it is valid",
          "set validate-with, to \"" + GrammarName.newest() + "\" for a new configuration");
    }
    if (asked.get().equals(GrammarName.NONE)) {
      return Finding.warning(
          path,
          "validate-with=\"none\" turns all checks of its form off, which later versions refuse",
          "set validate-with to a schema, such as \"" + GrammarName.newest() + "\"");
    }
    return Finding.error(
        path,
        "there is no schema '" + asked.get() + "'",
        "set validate-with to one of " + String.join(", ", GrammarName.texts()));
  }
}
