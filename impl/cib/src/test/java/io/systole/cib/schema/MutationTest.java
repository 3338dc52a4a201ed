package io.systole.cib.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages documents and compares the verdicts with the field's, where its schemas and xmllint are
 * installed. Seed and number are {@code -Dsystole.mutations.seed} and {@code
 * -Dsystole.mutations.count}.
 */
final class MutationTest {

  private static final long SEED = Long.getLong("systole.mutations.seed", 20_251_126L);
  private static final int COUNT = Integer.getInteger("systole.mutations.count", 10_000);

  private static final List<String> DOCUMENTS =
      List.of("any", "to-1.3", "from-2.0", "from-2.10", "from-3.4");

  @Test
  void damagesAreJudgedAsTheFieldJudgesThem(@TempDir Path folder)
      throws IOException, InterruptedException, XmlException {
    if (!FieldVerdicts.areThere()) {
      System.err.println("xmllint or the field's schemas are missing, so nothing is compared");
    }
    assumeTrue(FieldVerdicts.areThere(), "xmllint or the field's schemas are missing");
    List<Element> documents = documents();
    Random random = new Random(SEED);
    Damage damage = new Damage(random, documents);
    List<GrammarName> names = new ArrayList<>(List.of(GrammarName.values()));
    names.removeIf(name -> !FieldVerdicts.knows(name));
    Map<GrammarName, Map<String, String>> asked = new EnumMap<>(GrammarName.class);
    Map<GrammarName, Set<String>> ours = new EnumMap<>(GrammarName.class);
    for (int i = 0; i < COUNT; i++) {
      GrammarName name = names.get(random.nextInt(names.size()));
      Element document = documents.get(random.nextInt(documents.size()));
      Damage.Result damaged = damage.apply(document.with("validate-with", name.text()));
      String file = i + ".xml";
      Files.writeString(folder.resolve(file), Xml.write(damaged.tree()), StandardCharsets.UTF_8);
      asked.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(file, damaged.what());
      if (CibSchemas.shared().accepts(damaged.tree(), name)) {
        ours.computeIfAbsent(name, _ -> new HashSet<>()).add(file);
      }
    }
    List<String> differences = new ArrayList<>();
    int valid = 0;
    for (Map.Entry<GrammarName, Map<String, String>> entry : asked.entrySet()) {
      Set<String> mine = ours.getOrDefault(entry.getKey(), Set.of());
      Set<String> theirs =
          new HashSet<>(
              FieldVerdicts.valid(entry.getKey(), folder, List.copyOf(entry.getValue().keySet())));
      valid += theirs.size();
      entry
          .getValue()
          .forEach((file, what) -> {
            if (mine.contains(file) != theirs.contains(file)) {
              differences.add(
                  entry.getKey() + (mine.contains(file) ? " too lax: " : " too strict: ") + what);
            }
          });
    }
    assertTrue(valid > COUNT / 10 && valid < COUNT, "of " + COUNT + " valid: " + valid);
    assertEquals("", String.join("\n", differences), "seed " + SEED);
  }

  private static List<Element> documents() throws IOException, XmlException {
    List<Element> documents = new ArrayList<>();
    for (String name : DOCUMENTS) {
      try (InputStream in = MutationTest.class.getResourceAsStream(name + ".xml")) {
        documents.add(Xml.parse(in.readAllBytes(), XmlLimits.FILE));
      }
    }
    return documents;
  }
}
