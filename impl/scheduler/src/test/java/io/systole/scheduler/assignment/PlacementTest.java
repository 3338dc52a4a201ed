package io.systole.scheduler.assignment;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.group;
import static io.systole.scheduler.TinyCib.primitive;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.scheduler.TinyCib;
import io.systole.scheduler.preferences.Preferences;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.scheduler.state.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

  private static Assignment assign(TinyCib cib) {
    ClusterState cluster = ClusterState.read(cib.build(), 0);
    return Assignment.of(cluster, Preferences.of(cluster));
  }

  /** Where all primitives go, as {@code a=n b=- c=m!}, with a mark for those that are promoted. */
  private static String places(TinyCib cib) {
    ClusterState cluster = ClusterState.read(cib.build(), 0);
    Assignment assignment = Assignment.of(cluster, Preferences.of(cluster));
    StringBuilder text = new StringBuilder();
    for (Resource resource : cluster.resources()) {
      if (resource.isPrimitive() && !resource.isFenceDevice()) {
        Node node = assignment.node(resource);
        boolean promoted = assignment.nextRole(resource) == Role.PROMOTED;
        text.append(resource.id()).append('=').append(node == null ? "-" : node.name());
        text.append(promoted ? "! " : " ");
      }
    }
    return text.toString().strip();
  }

  private static TinyCib two() {
    return TinyCib.nodes("n", "m").resources(primitive("a"), primitive("b"));
  }

  private static String location(String resource, String node, String score) {
    return "<rsc_location id='l-%s-%s' rsc='%s' node='%s' score='%s'/>"
        .formatted(resource, node, resource, node, score);
  }

  @Test
  void resourcesAreSpread() {
    assertEquals("a=m b=n", places(two()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "score='INFINITY' | a=n b=n",
        "score='-INFINITY' | a=n b=m",
        "score='10' | a=n b=n",
        "score='-10' | a=n b=m",
        "score='0' | a=n b=m",
      })
  void aColocationDrawsOrRepels(String attributes, String places) {
    TinyCib cib =
        two()
            .constraints(
                location("a", "n", "100"),
                "<rsc_colocation id='c' rsc='b' with-rsc='a' " + attributes + "/>");
    assertEquals(places, places(cib));
  }

  @Test
  void aDependentThatMayNotGoThereStops() {
    TinyCib cib =
        two()
            .constraints(
                location("a", "n", "INFINITY"),
                location("b", "n", "-INFINITY"),
                location("a", "m", "-INFINITY"),
                "<rsc_colocation id='c' rsc='b' with-rsc='a' score='INFINITY'/>");
    assertEquals("a=n b=-", places(cib));
  }

  @Test
  void whatADependentWishesIsHeardBeforeItsPrimaryIsPlaced() {
    TinyCib cib =
        two()
            .constraints(
                location("b", "n", "50"),
                "<rsc_colocation id='c' rsc='b' with-rsc='a' score='INFINITY'/>");
    assertEquals("a=n b=n", places(cib));
  }

  @ParameterizedTest
  @CsvSource({"true, a=m b=m", "false, a=n b=n"})
  void onlyAnInfluentialDependentMovesAPrimaryThatRuns(boolean influence, String places) {
    TinyCib cib =
        two()
            .ran("n", "a", "start=0")
            .ran("m", "a", "monitor=7")
            .constraints(
                location("b", "m", "50"),
                "<rsc_colocation id='c' rsc='b' with-rsc='a' score='INFINITY' influence='"
                    + influence
                    + "'/>");
    assertEquals(places, places(cib));
  }

  @Test
  void aNodeAttributeMayBeWhatHasToBeEqual() {
    TinyCib cib =
        TinyCib.nodes("n", "m", "o")
            .attribute("n", "site", "east")
            .attribute("m", "site", "west")
            .attribute("o", "site", "east")
            .resources(primitive("a"), primitive("b"))
            .constraints(
                location("a", "n", "100"),
                location("b", "n", "-INFINITY"),
                "<rsc_colocation id='c' rsc='b' with-rsc='a' score='INFINITY'"
                    + " node-attribute='site'/>");
    assertEquals("a=n b=o", places(cib));
  }

  @ParameterizedTest
  @CsvSource({"0, a=m b=n", "60, a=n b=m"})
  void stickinessKeepsWhatRuns(int stickiness, String places) {
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .resources(primitive("a", "resource-stickiness=" + stickiness), primitive("b"))
            .ran("n", "a", "start=0")
            .ran("m", "a", "monitor=7")
            .constraints(location("a", "m", "50"));
    assertEquals(places, places(cib));
  }

  @Test
  void aGroupGoesTogetherOrNotAtAll() {
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .resources(group("g", primitive("a"), primitive("b"), primitive("c")))
            .constraints(location("g", "n", "10"), location("b", "m", "-INFINITY"));
    assertEquals("a=n b=n c=n", places(cib));
    TinyCib divided =
        TinyCib.nodes("n", "m")
            .resources(group("g", primitive("a"), primitive("b"), primitive("c")))
            .constraints(location("a", "m", "-INFINITY"), location("b", "n", "-INFINITY"));
    assertEquals("a=n b=- c=-", places(divided));
  }

  @Test
  void anExplicitDependentInAGroupBringsTheGroupsWishesWithIt() {
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .resources(primitive("x"), group("g", primitive("a"), primitive("b")))
            .constraints(
                location("g", "m", "-INFINITY"),
                "<rsc_colocation id='c' rsc='b' with-rsc='x' score='INFINITY'/>");
    assertEquals("x=n a=n b=n", places(cib));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clone-max=1 | a:0=m",
        "clone-max=2 | a:0=m a:1=n",
        "clone-max=3 | a:0=m a:1=n a:2=-",
        "globally-unique=true clone-max=3 clone-node-max=2 | a:0=m a:1=n a:2=m",
      })
  void instancesAreSpread(String meta, String places) {
    TinyCib cib = TinyCib.nodes("n", "m").resources(cloned("c", primitive("a"), meta.split(" ")));
    assertEquals(places, places(cib));
  }

  @ParameterizedTest
  @CsvSource({"10, 5, a:0=n! a:1=m", "5, 10, a:0=m! a:1=n", "-5, -5, a:0=m a:1=n"})
  void theGreatestPromotionScoreIsPromoted(int onN, int onM, String places) {
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .resources(cloned("c", primitive("a"), "promotable=true"))
            .status("n", "master-a", Integer.toString(onN))
            .status("m", "master-a", Integer.toString(onM));
    assertEquals(places, places(cib));
  }

  @Test
  void aCloneIsPromotedWhereItsSiteHasAPromotedOne() {
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .attribute("n", "site", "east")
            .attribute("m", "site", "west")
            .resources(
                cloned("p", primitive("a"), "promotable=true"),
                cloned("q", primitive("b"), "promotable=true", "promoted-max=2"))
            .status("n", "master-a", "10")
            .status("n", "master-b", "1")
            .status("m", "master-b", "99")
            .constraints(
                "<rsc_colocation id='c' rsc='q' rsc-role='Promoted' with-rsc='p'"
                    + " with-rsc-role='Promoted' node-attribute='site' score='INFINITY'/>");
    assertEquals("a:0=n! a:1=m b:0=m b:1=n!", places(cib));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "default | a=m b=n c=m",
        "utilization | a=m b=- c=-",
        "balanced | a=m b=- c=-",
      })
  void utilizationIsALimit(String strategy, String places) {
    String heavy = "<utilization id='%s-u'><nvpair id='%s-c' name='cpu' value='4'/></utilization>";
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .option("placement-strategy", strategy)
            .resources(loaded("a", heavy), loaded("b", heavy), loaded("c", heavy));
    // Only m has room, and for one of them.
    assertEquals(places, places(withRoom(cib)));
  }

  private static String loaded(String id, String utilization) {
    return primitive(id).replace("</primitive>", utilization.formatted(id, id) + "</primitive>");
  }

  private static TinyCib withRoom(TinyCib cib) {
    return cib.statusSet(
        "m", "<utilization id='m-u'><nvpair id='m-c' name='cpu' value='4'/></utilization>");
  }

  @Test
  void aRuleForARoleDoesNotCountForWhatIsOnlyStarted() {
    TinyCib cib =
        TinyCib.nodes("n", "m")
            .resources(cloned("c", primitive("a"), "promotable=true"))
            .status("n", "master-a", "5")
            .status("m", "master-a", "5")
            .constraints("<rsc_location id='l' rsc='c' role='Promoted' node='n' score='7'/>");
    assertEquals("a:0=m a:1=n!", places(cib));
  }

  @Test
  void everyScoreKeepsItsReason() {
    ClusterState cluster = ClusterState.read(two().constraints(location("a", "n", "7")).build(), 0);
    Preferences preferences = Preferences.of(cluster);
    assertEquals(
        "a n 7 l-a-n",
        preferences.contributions().stream()
            .map(c -> c.resource() + " " + c.node() + " " + c.score() + " " + c.element())
            .findFirst()
            .orElse("none"));
    assertEquals(false, assign(two()).lines().isEmpty());
  }
}
