package io.systole.scheduler.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.scheduler.TinyCib;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {

  private static ClusterState read(TinyCib cib, long now) {
    return ClusterState.read(cib.build(), now);
  }

  private static Resource resource(ClusterState cluster, String id) {
    Resource resource = cluster.resource(id);
    if (resource == null) {
      throw new AssertionError("there is no resource '" + id + "'");
    }
    return resource;
  }

  @ParameterizedTest
  @CsvSource({
    "monitor=7, STOPPED, '', false",
    "monitor=0, STARTED, n, false",
    "start=0, STARTED, n, false",
    "start=0 monitor/10000=0, STARTED, n, false",
    "start=0 monitor/10000=7, STARTED, n, true",
    "start=0 monitor/10000=7 stop=0, STOPPED, '', false",
    "start=0 monitor/10000=1 monitor/10000=0, STARTED, n, false",
    "start=1, STARTED, n, true",
    "start=0 stop=1, STARTED, n, true",
    "start=0 notify=1, STARTED, n, false",
    "start=0 asyncmon=1, STARTED, n, true",
    "monitor=190, STARTED, n, false",
  })
  void aHistoryTellsWhereAResourceIs(String entries, Role role, String where, boolean failed) {
    ClusterState cluster =
        read(TinyCib.nodes("n").resources(TinyCib.watched("a")).ran("n", "a", entries), 0);
    ResourceStatus status = resource(cluster, "a").status();
    assertEquals(role, status.role());
    assertEquals(where, status.running().stream().map(Node::name).collect(Collectors.joining(" ")));
    assertEquals(failed, status.failed());
  }

  @ParameterizedTest
  @CsvSource({
    "promote=0, PROMOTED",
    "promote=0 demote=0, UNPROMOTED",
    "promote=0 demote=1, UNPROMOTED",
    "start=0, STARTED",
    "monitor=8, PROMOTED",
    "start=0 promote=1, PROMOTED",
  })
  void aHistoryTellsTheRole(String entries, Role role) {
    ClusterState cluster =
        read(
            TinyCib.nodes("n")
                .resources(TinyCib.cloned("c", TinyCib.primitive("a"), "promotable=true"))
                .ran("n", "a", entries),
            0);
    assertEquals(role, resource(cluster, "a:0").status().role());
  }

  @ParameterizedTest
  @CsvSource({
    // at 1000 it failed, and failures count for 60 seconds
    "1000, true, 1061",
    "1059, true, 1061",
    "1060, true, 1061",
    "1061, false, 0",
  })
  void aFailureIsForgottenInTime(long now, boolean failed, long recheck) {
    ClusterState cluster =
        read(
            TinyCib.nodes("n")
                .resources(TinyCib.watched("a", "failure-timeout=60s"))
                .status("n", "fail-count-a#monitor_10000", "1")
                .status("n", "last-failure-a#monitor_10000", "1000")
                .ran("n", "a", "start=0@900 monitor/10000=1@1000"),
            now);
    assertEquals(failed, resource(cluster, "a").status().failed());
    assertEquals(recheck, cluster.recheckBy());
    assertEquals(failed ? 0 : 1, cluster.clearedFailCounts().size());
  }

  @Test
  void aFailureThatBlocksIsNotForgotten() {
    String watched =
        TinyCib.watched("a", "failure-timeout=60s")
            .replace("interval=", "on-fail='block' interval=");
    ClusterState cluster =
        read(
            TinyCib.nodes("n")
                .resources(watched)
                .status("n", "fail-count-a#monitor_10000", "1")
                .status("n", "last-failure-a#monitor_10000", "1000")
                .ran("n", "a", "monitor/10000=1@1000"),
            5000);
    assertEquals(true, resource(cluster, "a").status().blocked());
    assertEquals(false, resource(cluster, "a").status().managed());
    assertEquals(0, cluster.clearedFailCounts().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "in_ccm='true' crmd='online' join='member' expected='member' | online",
        "in_ccm='false' crmd='offline' join='down' expected='down' | offline",
        "in_ccm='false' crmd='offline' join='down' expected='member' | unclean",
        "in_ccm='true' crmd='offline' join='down' expected='member' | online unclean",
        "in_ccm='true' crmd='online' join='banned' expected='member' | online unclean",
        "in_ccm='true' crmd='online' join='pending' expected='member' | online pending",
        "in_ccm='true' crmd='online' join='down' | online pending",
        "crmd='online' join='member' | unclean",
        "in_ccm='1700' crmd='1700' join='member' expected='member' | online",
        "in_ccm='0' crmd='0' join='down' expected='down' | offline",
      })
  void aNodesStateIsJudgedBeforeItIsTrusted(String attributes, String judged) {
    Node node = read(TinyCib.nodes("n", "m").fencing().state("n", attributes), 2000).node("n");
    assertEquals(judged, condition(node));
  }

  private static String condition(@org.jspecify.annotations.Nullable Node node) {
    if (node == null) {
      return "none";
    }
    String words =
        (node.online() ? "online " : "")
            + (node.unclean() ? "unclean " : "")
            + (node.pending() ? "pending " : "");
    return words.isEmpty() ? "offline" : words.strip();
  }

  @Test
  void instancesAreNumberedInTheOrderOfTheStatus() {
    ClusterState cluster =
        read(
            TinyCib.nodes("n", "m")
                .fencing()
                .resources(TinyCib.cloned("c", TinyCib.primitive("a")))
                .lost("n")
                .ran("n", "a", "start=0")
                .ran("m", "a", "start=0"),
            0);
    assertEquals("[n]", resource(cluster, "a:0").status().running().toString());
    assertEquals("[m]", resource(cluster, "a:1").status().running().toString());
  }
}
