package io.systole.tools.demo;

import io.systole.tools.Terminal;
import io.systole.tools.local.StatusWatch;
import io.systole.tools.status.ClusterStatus;
import io.systole.tools.status.ClusterStatus.Condition;
import io.systole.tools.status.ClusterStatus.Node;
import io.systole.tools.status.ClusterStatus.Resource;
import io.systole.tools.status.ClusterStatus.Role;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells what happens in the cluster, a line an event. */
final class Chronicle extends StatusWatch {

  private final Terminal terminal;
  private long zero = System.nanoTime();
  private final Map<String, String> told = new LinkedHashMap<>();

  Chronicle(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Counts time from now. */
  synchronized void zero() {
    zero = System.nanoTime();
  }

  synchronized void tell(String event) {
    terminal.line(stamp() + event);
  }

  @Override
  public synchronized void update(ClusterStatus status) {
    Map<String, String> now = facts(status);
    now.forEach((subject, fact) -> {
      if (!fact.equals(told.put(subject, fact))) {
        tell(subject + " " + fact);
      }
    });
    super.update(status);
  }

  private String stamp() {
    double seconds = (System.nanoTime() - zero) / 1e9;
    return terminal.faint(String.format(Locale.ROOT, "%8.3f s  ", seconds));
  }

  private Map<String, String> facts(ClusterStatus status) {
    Map<String, String> facts = new TreeMap<>();
    for (Node node : status.nodes().values()) {
      boolean bad = node.condition() == Condition.UNCLEAN || node.condition() == Condition.OFFLINE;
      String word = node.condition().word();
      facts.put(node.name(), "is " + (bad ? terminal.bad(word) : terminal.good(word)));
    }
    facts.put("coordinator", "is " + status.dc().orElse("nobody"));
    for (Resource top : status.resources()) {
      for (Resource primitive : top.primitives()) {
        facts.put(primitive.id(), "is " + places(primitive));
      }
    }
    return facts;
  }

  private static String places(Resource primitive) {
    StringBuilder places = new StringBuilder();
    for (Map.Entry<String, Role> place : primitive.active().entrySet()) {
      places.append(places.isEmpty() ? "" : ", ");
      places.append(place.getValue().word().toLowerCase(Locale.ROOT)).append(" on ");
      places.append(place.getKey());
    }
    return places.isEmpty() ? "stopped" : places.toString();
  }
}
