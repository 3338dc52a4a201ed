package io.systole.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibEditCodec;
import io.systole.cib.CibException;
import io.systole.cib.EditResult;
import io.systole.cib.PatchCodec;
import io.systole.cib.Patchset;
import io.systole.cib.schema.CibSchemas;
import io.systole.cib.schema.GrammarName;
import io.systole.cib.xpath.CibXPath;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Documents, paths, changes and patchsets that nobody meant. */
final class DocumentFuzzTest {

  private static final String CIB =
      """
      <cib admin_epoch="0" epoch="5" num_updates="3" validate-with="pacemaker-4.0">
        <configuration>
          <crm_config><cluster_property_set id="o"><nvpair id="o-q" name="no-quorum-policy"
            value="stop &amp; &lt;wait&gt;"/></cluster_property_set></crm_config>
          <nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes>
          <resources><group id="g"><primitive id="p" class="ocf" provider="heartbeat" type="Dummy">
            <operations><op id="m" name="monitor" interval="10s"/></operations>
          </primitive></group></resources>
          <constraints><rsc_location id="l" rsc="g" node="n1" score="INFINITY"/></constraints>
        </configuration>
        <status><node_state id="1" uname="n1"/></status>
      </cib>
      """;

  private static final ImmutableList<String> PATCHES =
      ImmutableList.of(
          """
          <diff format="2">
            <version><source admin_epoch="0" epoch="5" num_updates="3"/>
              <target admin_epoch="0" epoch="6" num_updates="0"/></version>
            <change operation="modify" path="/cib"><change-list>
                <change-attr name="epoch" operation="set" value="6"/>
                <change-attr name="num_updates" operation="set" value="0"/></change-list>
              <change-result><cib admin_epoch="0" epoch="6" num_updates="0"
                validate-with="pacemaker-4.0"/></change-result></change>
            <change operation="create" path="/cib/configuration/nodes" position="1">
              <node id="3" uname="n3"/></change>
          </diff>
          """,
          """
          <diff format="2">
            <version><source admin_epoch="0" epoch="5" num_updates="3"/>
              <target admin_epoch="0" epoch="5" num_updates="3"/></version>
            <change operation="move" path="/cib/configuration/nodes/node[@id='2']" position="0"/>
            <change operation="delete" path="/cib/configuration/constraints/rsc_location[@id='l']"
              position="0"/>
          </diff>
          """);

  private static final ImmutableList<String> CHANGES =
      ImmutableList.of(
          "<change if-version='0.5.3'><modify section='nodes' create='true'><node id='1' a='b'/>"
              + "</modify></change>",
          "<change><replace section='resources'><resources/></replace><bump/></change>",
          "<change epoch='1' coordinator='n1'><delete section='constraints'><rsc_location id='l'/>"
              + "</delete><create section='tags'><tag id='t'/></create></change>",
          "<change dry-run='true'><erase/></change>");

  private static final ImmutableList<String> PATHS =
      ImmutableList.of(
          "//nvpair[@name='no-quorum-policy']",
          "/cib/configuration/resources//primitive[@id='p' and @class]",
          "//*",
          "//*[@id]//*[@id]//*",
          "/cib//node[@uname=\"n1\"][@id='1']");

  @Test
  void anyDocumentIsReadOrRefused() {
    Fuzz.run(
        "document",
        400,
        random -> {
          byte[] document = new Mutator(random).damage(CIB);
          Optional<Element> read = read(document);
          if (read.isPresent()) {
            Element again = Xml.parse(Xml.write(read.get()));
            assertEquals(read.get().digest(), again.digest());
          }
          return document.length;
        });
  }

  @Test
  void anyCibIsJudged() {
    for (GrammarName name : GrammarName.values()) {
      // What it costs to compile a grammar is not a case's.
      assertFalse(CibSchemas.shared().accepts(Element.of("nothing"), name));
    }
    Fuzz.run(
        "judgement",
        4_000,
        random -> {
          byte[] document = new Mutator(random).damage(CIB);
          read(document).ifPresent(root -> CibSchemas.shared().judge(root));
          return document.length;
        });
  }

  @Test
  void anyPathIsFollowedOrRefused() throws Exception {
    Element root = Xml.parse(CIB);
    Fuzz.run(
        "path",
        1_000,
        random -> {
          Mutator mutator = new Mutator(random);
          String path =
              random.nextInt(10) == 0
                  ? mutator.oneOf(PATHS).repeat(random.nextInt(200))
                  : mutator.damageText(mutator.oneOf(PATHS));
          try {
            ImmutableList<Element> found =
                CibXPath.parse(path).matches(root).stream()
                    .map(CibXPath.Match::element)
                    .collect(ImmutableList.toImmutableList());
            assertTrue(found.size() < 100);
          } catch (CibException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
          }
          return path.length();
        });
  }

  @Test
  void anyPatchsetIsAppliedWholeOrRefused() throws Exception {
    Cib cib = Cib.of(Xml.parse(CIB));
    Fuzz.run(
        "patchset",
        2_000,
        random -> {
          Mutator mutator = new Mutator(random);
          byte[] document = mutator.damage(mutator.oneOf(PATCHES));
          Optional<Element> diff = read(document);
          if (diff.isPresent()) {
            apply(cib, diff.get());
          }
          return document.length;
        });
  }

  private static void apply(Cib cib, Element diff) {
    Patchset patchset;
    try {
      patchset = PatchCodec.read(diff);
    } catch (CibException e) {
      return;
    }
    if (patchset.applyTo(cib) instanceof EditResult.Applied applied) {
      assertEquals(patchset.target(), applied.cib().version());
      assertEquals(cib.version(), patchset.source());
    }
  }

  @Test
  void anyChangeIsMadeOrRefused() throws Exception {
    Cib cib = Cib.of(Xml.parse(CIB));
    Fuzz.run(
        "change",
        2_000,
        random -> {
          Mutator mutator = new Mutator(random);
          byte[] document = mutator.damage(mutator.oneOf(CHANGES));
          Optional<Element> read = read(document);
          if (read.isPresent()) {
            change(cib, read.get());
          }
          return document.length;
        });
  }

  private static void change(Cib cib, Element element) {
    CibChange change;
    try {
      change = CibEditCodec.readChange(element);
    } catch (CibException e) {
      return;
    }
    if (change.applyTo(cib) instanceof EditResult.Applied applied) {
      assertTrue(applied.cib().version().compareTo(cib.version()) >= 0);
      assertEquals(
          change.edits().size(), CibEditCodec.write(change).children().size(), change::toString);
    }
  }

  private static Optional<Element> read(byte[] document) {
    try {
      return Optional.of(Xml.parse(document, XmlLimits.MESSAGE));
    } catch (XmlException e) {
      assertTrue(e.line() >= 0, () -> new String(document, StandardCharsets.ISO_8859_1));
      return Optional.empty();
    }
  }
}
