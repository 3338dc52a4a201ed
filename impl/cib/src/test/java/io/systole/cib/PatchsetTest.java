package io.systole.cib;

import static io.systole.cib.Cibs.cib;
import static io.systole.cib.Cibs.configured;
import static io.systole.cib.Cibs.xml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PatchsetTest {

  private static final String RESOURCES = "/cib/configuration/resources";

  @Property(tries = 2000)
  void aDifferenceMakesTheOneOfTheOther(@ForAll long seed) throws CibException {
    RandomTrees trees = new RandomTrees(seed);
    Cib before = trees.filled(trees.cib("epoch='1'"));
    assertMakes(before, trees.changed(before, "2"));
    assertMakes(before, trees.filled(trees.cib("epoch='2'")));
    assertMakes(before, before);
  }

  private static void assertMakes(Cib before, Cib after) throws CibException {
    Patchset patchset = Patchset.between(before, after);
    Patchset read = PatchCodec.read(PatchCodec.write(patchset));
    assertEquals(patchset, read);
    EditResult.Applied applied =
        assertInstanceOf(EditResult.Applied.class, read.applyTo(before), () -> "" + read);
    assertEquals(after, applied.cib());
  }

  @Property(tries = 1000)
  void aPatchsetWithoutOneOfItsChangesNeverLeadsToTheSame(@ForAll long seed) {
    RandomTrees trees = new RandomTrees(seed);
    Cib before = trees.filled(trees.cib("epoch='1'"));
    Cib after = trees.changed(before, "2");
    ImmutableList<PatchChange> changes = Patchset.between(before, after).changes();
    for (PatchChange left : changes) {
      ImmutableList<PatchChange> rest =
          changes.stream()
              .filter(change -> !change.equals(left))
              .collect(ImmutableList.toImmutableList());
      assertNotEquals(after.root(), treeOrRefusal(before, rest), () -> "" + left);
    }
  }

  private static Object treeOrRefusal(Cib before, ImmutableList<PatchChange> changes) {
    try {
      return Patching.apply(before.root(), changes);
    } catch (EditRefused e) {
      return e.result();
    }
  }

  @Test
  void aPatchsetIsWrittenAsInTheField() {
    Cib before =
        configured(
            "<resources><group id='g'><primitive id='a' class='x'/><primitive id='b'/></group>"
                + "<primitive id='c'/></resources>");
    Cib after =
        cib(
            "<cib epoch='6' num_updates='0'><configuration><resources><primitive id='n'/>"
                + "<group id='g'><primitive id='b'/><primitive id='a' type='y'/></group>"
                + "</resources></configuration>"
                + "<status><node_state id='1' uname='n1'/></status></cib>");
    assertEquals(
        xml(
            "<diff format='2'><version>"
                + "<source admin_epoch='0' epoch='5' num_updates='7'/>"
                + "<target admin_epoch='0' epoch='6' num_updates='0'/></version>"
                + "<change operation='delete' path=\"PATH/primitive[@id=_c_]\"/>"
                    .replace("\"", "'")
                    .replace("PATH", RESOURCES)
                    .replace("_", "&apos;")
                + "<change operation='modify' path='/cib'><change-list>"
                + "<change-attr name='epoch' operation='set' value='6'/>"
                + "<change-attr name='num_updates' operation='set' value='0'/></change-list>"
                + "<change-result><cib admin_epoch='0' epoch='6' num_updates='0'/></change-result>"
                + "</change>"
                + ("<change operation='modify' path='" + RESOURCES)
                + "/group[@id=&apos;g&apos;]/primitive[@id=&apos;a&apos;]'><change-list>"
                + "<change-attr name='class' operation='unset'/>"
                + "<change-attr name='type' operation='set' value='y'/></change-list>"
                + "<change-result><primitive id='a' type='y'/></change-result></change>"
                + ("<change operation='move' path='" + RESOURCES)
                + "/group[@id=&apos;g&apos;]/primitive[@id=&apos;b&apos;]' position='0'/>"
                + ("<change operation='create' path='" + RESOURCES + "' position='0'>")
                + "<primitive id='n'/></change></diff>"),
        PatchCodec.write(Patchset.between(before, after)));
  }

  @Test
  void aSmallChangeOfALargeCibIsSmall() {
    String many =
        IntStream.range(1, 5000)
            .mapToObj(i -> "<primitive id='r" + i + "'/>")
            .collect(Collectors.joining());
    Cib before = configured("<resources><primitive id='r0'/>" + many + "</resources>");
    Cib after = configured("<resources>" + many + "<primitive id='r0'/></resources>");
    PatchPath first = new PatchPath(resource("r0"));
    assertEquals(
        ImmutableList.of(new PatchChange.Move(first, 4999)),
        Patchset.between(before, after).changes());
  }

  private static ImmutableList<PatchPath.Key> resource(String id) {
    return ImmutableList.of(
        new PatchPath.Key("cib", Optional.empty()),
        new PatchPath.Key("configuration", Optional.empty()),
        new PatchPath.Key("resources", Optional.empty()),
        new PatchPath.Key("primitive", Optional.of(id)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "<change operation='delete' path='/cib/configuration/resources/x'/>, not there",
        "<change operation='delete' path='/cib'/>, can't be deleted",
        "<change operation='move' path='/cib' position='0'/>, can't be moved",
        "<change operation='delete' path='/other'/>, not there",
        "<change operation='modify' path='/cib/configuration/nodes'><change-list/></change>"
            + "<change operation='modify' path='/cib/configuration/nodes'><change-list/></change>"
            + ", modified twice",
        "<change operation='create' path='/cib/configuration/nodes' position='3'><node/></change>"
            + ", no position 3",
        "<change operation='modify' path='/cib'><change-list><change-attr name='epoch'"
            + " operation='set' value='6'/></change-list><change-result><cib epoch='7'/>"
            + "</change-result></change>, not be as the patchset says",
        "<change operation='delete' path='/cib/configuration'/>, no <configuration>",
        "<change operation='delete' path='/cib/configuration/nodes'/>"
            + "<change operation='create' path='/cib/configuration/nodes' position='0'><node/>"
            + "</change>, deleted and changed",
        "``, leads to 0.5.7",
      })
  void whatDoesNotFitIsRefusedWhole(String changes, String reason) throws CibException {
    Cib cib = configured("<nodes/><resources/>");
    Patchset patchset =
        PatchCodec.read(
            xml(
                "<diff format='2'><version><source epoch='5' num_updates='7'/>"
                    + "<target epoch='6'/></version>"
                    + changes
                    + "</diff>"));
    EditResult.Refused refused = assertInstanceOf(EditResult.Refused.class, patchset.applyTo(cib));
    assertTrue(refused.reason().contains(reason), refused.reason());
  }

  @Test
  void aPatchsetFitsItsSourceAlone() {
    Cib cib = configured("");
    Cib newer = cib.withVersion(new CibVersion(0, 6, 0));
    EditResult.Refused refused =
        assertInstanceOf(EditResult.Refused.class, Patchset.between(newer, newer).applyTo(cib));
    assertEquals(
        "the patchset is for a CIB of version 0.6.0, and this has 0.5.7", refused.reason());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "<diff/>, format",
        "<diff format='1'><version/></diff>, format",
        "<other format='2'/>, patchset is",
        "<diff format='2'/>, 0 <version>",
        "<diff format='2'><version><source/></version></diff>, 0 <target>",
        "<diff format='2'><version><source epoch='x'/><target/></version></diff>, epoch",
        "<diff format='2'><version><source/><target/></version><foo/></diff>, no <foo>",
        "<diff format='2'><version><source/><target/></version><change/></diff>, path",
        "<diff format='2'><version><source/><target/></version><change path='/a'/></diff>, to ''",
        "<diff format='2'><version><source/><target/></version>"
            + "<change operation='move' path='/a' position='-1'/></diff>, position",
        "<diff format='2'><version><source/><target/></version>"
            + "<change operation='create' path='/a' position='0'/></diff>, one element",
        "<diff format='2'><version><source/><target/></version>"
            + "<change operation='modify' path='/a'/></diff>, 0 <change-list>",
        "<diff format='2'><version><source/><target/></version><change operation='modify'"
            + " path='/a'><change-list><change-attr name='x' operation='y'/></change-list>"
            + "</change></diff>, is to be 'y'",
      })
  void whatIsNoPatchsetIsRefused(String diff, String reason) {
    CibException refused = assertThrows(CibException.class, () -> PatchCodec.read(xml(diff)));
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``",
        "a",
        "/",
        "//a",
        "/a/",
        "/a[",
        "/a[@id=x]",
        "/a[@id='x'",
        "/a[@id='x']b",
        "/a[1]",
        "/a[@id=",
        "/a[@x='y']"
      })
  void whatIsNoPathIsRefused(String path) {
    assertThrows(CibException.class, () -> PatchPath.parse(path));
  }
}
