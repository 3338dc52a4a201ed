package io.systole.cib.upgrade;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import io.systole.cib.Finding;
import io.systole.cib.schema.CibSchemas;
import io.systole.cib.schema.GrammarName;
import io.systole.cib.schema.SchemaFiles;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import net.sf.saxon.s9api.XdmNode;

/**
 * Brings a CIB to the newest grammar. A CIB that is valid by a version is valid by all later ones
 * of its generation, so only between generations something has to be done. Safe to use from any
 * thread; steps are compiled when they are first needed, and then shared.
 */
public final class CibUpgrade {

  private static final String VALIDATE_WITH = "validate-with";

  private static final Supplier<CibUpgrade> SHARED = Suppliers.memoize(CibUpgrade::load);

  private final ImmutableList<Generation> generations;

  private CibUpgrade(ImmutableList<Generation> generations) {
    this.generations = generations;
  }

  public static CibUpgrade shared() {
    return SHARED.get();
  }

  /**
   * The way from one generation to the next.
   *
   * @param number of the generation that it begins in
   * @param to the grammar by which the result is valid
   */
  private record Generation(int number, GrammarName to, ImmutableList<Supplier<Step>> steps) {}

  private static CibUpgrade load() {
    ImmutableList.Builder<Generation> generations = ImmutableList.builder();
    try (InputStream in = SchemaFiles.open(SchemaFiles.address("upgrade/steps.xml"))) {
      for (Element upgrade : Xml.parse(in, XmlLimits.MESSAGE).children("upgrade")) {
        ImmutableList.Builder<Supplier<Step>> steps = ImmutableList.builder();
        for (Element step : upgrade.children("step")) {
          steps.add(Suppliers.memoize(() -> Step.compile(step.attribute("file", ""))));
        }
        generations.add(
            new Generation(
                Integer.parseInt(upgrade.attribute("generation", "")),
                GrammarName.of(upgrade.attribute("to", "")).orElseThrow(),
                steps.build()));
      }
      return new CibUpgrade(generations.build());
    } catch (IOException | XmlException e) {
      throw new IllegalStateException("the list of the upgrade's steps is wrong", e);
    }
  }

  /**
   * Upgrades a CIB, status included, which stays as it is. A CIB that wants no validation ({@code
   * none}) is left as it is too: nobody knows what it says.
   *
   * @throws UpgradeRefused if it is not valid by the grammar that it asks for
   */
  public Upgraded upgrade(Element cib) throws UpgradeRefused {
    return upgradeTo(cib, GrammarName.newest());
  }

  /**
   * As {@link #upgrade(Element)}, of a document as it lies in a file: the text of the result has
   * the comments of the original, but for those in what was dropped.
   *
   * @throws XmlException if it is not well-formed
   */
  public Upgraded upgrade(byte[] document) throws UpgradeRefused, XmlException {
    Element cib = Xml.parse(document, XmlLimits.FILE);
    return upgrade(cib, Step.read(document), GrammarName.newest());
  }

  /** Upgrades no further than to {@code newest}, which is the first grammar of its generation. */
  Upgraded upgradeTo(Element cib, GrammarName newest) throws UpgradeRefused {
    return upgrade(cib, Step.read(Xml.write(cib).getBytes(StandardCharsets.UTF_8)), newest);
  }

  private Upgraded upgrade(Element cib, XdmNode document, GrammarName newest)
      throws UpgradeRefused {
    boolean ungoverned = cib.attribute(VALIDATE_WITH, "").equals(GrammarName.NONE);
    if (!ungoverned) {
      refuse(CibSchemas.shared().judge(cib), "the CIB is not valid, so it can't be upgraded");
    }
    int from =
        CibSchemas.nameOf(cib)
            .map(GrammarName::generation)
            .orElse(GrammarName.newest().generation());
    ImmutableList.Builder<Upgraded.Change> changes = ImmutableList.builder();
    Element now = cib;
    XdmNode result = document;
    for (Generation generation : generations) {
      boolean lies = generation.to().compareTo(newest) <= 0;
      if (lies && generation.number() >= from) {
        for (Supplier<Step> step : generation.steps()) {
          result = step.get().apply(result, generation.to(), changes::add);
        }
        now = Step.write(result);
        refuse(
            CibSchemas.shared().judge(now),
            "the CIB can't be made valid by " + generation.to() + " without a person");
      }
    }
    return new Upgraded(cib, now, changes.build(), CommentedText.of(result));
  }

  private static void refuse(ImmutableList<Finding> findings, String reason) throws UpgradeRefused {
    if (!findings.isEmpty()) {
      throw new UpgradeRefused(reason, findings);
    }
  }
}
