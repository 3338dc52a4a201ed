package io.systole.scheduler.preferences;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.primitive;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.scheduler.TinyCib;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintReaderTest {

  private static final String TAGS =
      "<tags><tag id='t'><obj_ref id='a'/><obj_ref id='b'/></tag>"
          + "<tag id='u'><obj_ref id='c'/><obj_ref id='d'/></tag></tags>";

  private static TinyCib four() {
    return TinyCib.nodes("n", "m")
        .resources(primitive("a"), primitive("b"), primitive("c"), primitive("d"))
        .also(TAGS);
  }

  private static Preferences read(TinyCib cib) {
    return Preferences.of(ClusterState.read(cib.build(), 0));
  }

  private static String colocations(String constraint) {
    ClusterState cluster = ClusterState.read(four().constraints(constraint).build(), 0);
    Preferences preferences = Preferences.of(cluster);
    List<String> all = new ArrayList<>();
    for (Resource resource : cluster.resources()) {
      preferences
          .dependsOn(resource)
          .forEach(c -> all.add(c.dependent() + ">" + c.primary() + ":" + c.score()));
    }
    return String.join(" ", all);
  }

  private static String set(String attributes, String... members) {
    String references =
        List.of(members).stream()
            .map(m -> "<resource_ref id='" + m + "'/>")
            .collect(Collectors.joining());
    return "<resource_set id='s-"
        + members[0]
        + "' "
        + attributes
        + ">"
        + references
        + "</resource_set>";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rsc='a' with-rsc='b' score='5' | a>b:5",
        "rsc='a' with-rsc='a' score='5' | ''",
        "rsc='a' with-rsc='x' score='5' | ''",
        "rsc='t' with-rsc='d' score='5' | a>d:5 b>d:5",
        "rsc='d' with-rsc='t' score='5' | d>a:5 d>b:5",
        "rsc='t' with-rsc='u' score='5' | ''",
      })
  void twoResourcesAreColocated(String attributes, String colocations) {
    assertEquals(colocations, colocations("<rsc_colocation id='x' " + attributes + "/>"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 5 | b>a:5 c>b:5",
        "sequential='false' | 5 | ''",
        "ordering='listed' | 5 | a>b:5 b>c:5",
        "'' | -5 | b>a:-5 c>a:-5 c>b:-5",
        "sequential='false' | -5 | ''",
        "score='-5' | 7 | b>a:-5 c>a:-5 c>b:-5",
      })
  void theMembersOfASetAreColocated(String attributes, String score, String colocations) {
    assertEquals(
        colocations,
        colocations(
            "<rsc_colocation id='x' score='%s'>%s</rsc_colocation>"
                .formatted(score, set(attributes, "a", "b", "c"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' | a>d:5 b>a:5 d>c:5",
        "sequential='false' | '' | a>d:5 b>d:5 d>c:5",
        "'' | sequential='false' | a>c:5 a>d:5 b>a:5",
        "ordering='listed' | ordering='listed' | a>b:5 a>d:5 c>d:5",
        "sequential='false' | sequential='false' | a>c:5 a>d:5 b>c:5 b>d:5",
      })
  void aSetIsColocatedWithTheNext(String first, String second, String colocations) {
    assertEquals(
        colocations,
        colocations(
            "<rsc_colocation id='x' score='5'>%s%s</rsc_colocation>"
                .formatted(set(first, "a", "b"), set(second, "c", "d"))));
  }

  private static String orders(String constraint) {
    return read(four().constraints(constraint)).orders().stream()
        .map(o -> end(o.first()) + "<" + end(o.then()) + o.relations())
        .collect(Collectors.joining(" "))
        .replace("ORDERED, ", "");
  }

  private static String end(OrderConstraint.End end) {
    Resource resource = end.resource();
    return resource == null ? end.task() + "(" + end.needed() + ")" : resource + "." + end.task();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "first='a' then='b' | a.start<b.start[FIRST_IMPLIES_THEN, UNRUNNABLE_FIRST_BLOCKS]"
            + " b.stop<a.stop[THEN_IMPLIES_FIRST]",
        "first='a' then='b' kind='Optional' | a.start<b.start[ORDERED] b.stop<a.stop[ORDERED]",
        "first='a' then='b' score='0' | a.start<b.start[ORDERED] b.stop<a.stop[ORDERED]",
        "first='a' then='b' symmetrical='false' | a.start<b.start[ASYMMETRIC]",
        "first='a' then='b' kind='Serialize' | a.start<b.start[SERIALIZE]",
        "first='a' then='b' first-action='promote' then-action='start' |"
            + " a.promote<b.start[FIRST_IMPLIES_THEN, UNRUNNABLE_FIRST_BLOCKS]"
            + " b.stop<a.demote[THEN_IMPLIES_FIRST]",
      })
  void twoResourcesAreOrdered(String attributes, String orders) {
    assertEquals(orders, orders("<rsc_order id='x' " + attributes + "/>"));
  }

  @Test
  void oneOfASetIsEnoughIfNotAllAreRequired() {
    assertEquals(
        "a.start<one-or-more:s-a(1)[FIRST_IMPLIES_THEN_GRAPHED, MIN_RUNNABLE]"
            + " b.start<one-or-more:s-a(1)[FIRST_IMPLIES_THEN_GRAPHED, MIN_RUNNABLE]"
            + " one-or-more:s-a(1)<c.start[FIRST_IMPLIES_THEN, UNRUNNABLE_FIRST_BLOCKS]"
            + " c.stop<a.stop[THEN_IMPLIES_FIRST] c.stop<b.stop[THEN_IMPLIES_FIRST]",
        orders(
            "<rsc_order id='x'>%s%s</rsc_order>"
                .formatted(set("sequential='false' require-all='false'", "a", "b"), set("", "c"))));
  }

  private static String scores(TinyCib cib, String id) {
    ClusterState cluster = ClusterState.read(cib.build(), 0);
    Preferences preferences = Preferences.of(cluster);
    Resource resource = cluster.resource(id);
    if (resource == null) {
      throw new AssertionError("there is no resource '" + id + "'");
    }
    return cluster.nodes().stream()
        .map(n -> n + "=" + preferences.scores(resource).get(n.index()))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rsc='a' node='n' score='5' | m=0 n=5",
        "rsc='a' node='n' score='-INFINITY' | m=0 n=-1000000",
        "rsc='t' node='n' score='5' | m=0 n=5",
        "rsc-pattern='^[ab]$' node='n' score='5' | m=0 n=5",
        "rsc-pattern='!^[ab]$' node='n' score='5' | m=0 n=0",
        "rsc-pattern='!^x$' node='n' score='5' | m=0 n=5",
        "rsc-pattern='(' node='n' score='5' | m=0 n=0",
        "rsc='a' node='x' score='5' | m=0 n=0",
      })
  void aLocationIsAScore(String attributes, String scores) {
    assertEquals(
        scores, scores(four().constraints("<rsc_location id='x' " + attributes + "/>"), "a"));
  }

  @Test
  void aRuleMayTakeItsScoreAndItsAttributeFromElsewhere() {
    TinyCib cib =
        four()
            .attribute("n", "like-a", "7")
            .attribute("m", "like-a", "-3")
            .attribute("n", "a-here", "yes")
            .constraints(
                "<rsc_location id='x' rsc-pattern='^(a)$'><rule id='r' score-attribute='like-a'>"
                    + "<expression id='e' attribute='%1-here' operation='defined'/></rule>"
                    + "</rsc_location>");
    assertEquals("m=0 n=7", scores(cib, "a"));
  }

  @Test
  void healthAndThresholdsAreScoresToo() {
    TinyCib sick =
        four().option("node-health-strategy", "migrate-on-red").status("n", "#health-d", "red");
    assertEquals("m=0 n=-1000000", scores(sick, "a"));
    TinyCib tired =
        TinyCib.nodes("n", "m")
            .resources(cloned("c", primitive("a", "migration-threshold=2")))
            .status("n", "fail-count-a#start_0", "2")
            .ran("n", "a", "start=1");
    assertEquals("m=0 n=-1000000", scores(tired, "a:1"));
  }
}
