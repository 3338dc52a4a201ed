package io.systole.tools.status;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.systole.tools.Terminal;
import io.systole.tools.status.ClusterStatus.Failure;
import io.systole.tools.status.ClusterStatus.Node;
import io.systole.tools.status.ClusterStatus.Resource;
import io.systole.tools.status.ClusterStatus.Role;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The status for people. */
public final class StatusText {

  private static final int NAME_WIDTH = 24;

  private final Terminal terminal;

  public StatusText(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The status as lines, without a line end. */
  public ImmutableList<String> lines(ClusterStatus status) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(headline(status));
    lines.add("");
    lines.add(terminal.bold("Nodes"));
    status.nodes().values().forEach(node -> lines.add("  " + node(node, status)));
    lines.add("");
    lines.add(terminal.bold("Resources"));
    if (status.resources().isEmpty()) {
      lines.add("  none configured");
    }
    status.resources().forEach(resource -> add(resource, 1, status, lines));
    if (!status.failures().isEmpty()) {
      lines.add("");
      lines.add(terminal.bold("Failed operations"));
      status.failures().forEach(failure -> lines.add("  " + terminal.bad(failure(failure))));
    }
    return lines.build();
  }

  private String headline(ClusterStatus status) {
    long online = status.nodes().values().stream().filter(Node::online).count();
    return terminal.bold(
            String.format(
                Locale.ROOT,
                "%d of %d nodes online, %s",
                online,
                status.nodes().size(),
                status.quorate() ? "quorate" : "NO QUORUM"))
        + ", coordinator "
        + status.dc().orElse("none")
        + terminal.faint(", configuration " + status.version());
  }

  private String node(Node node, ClusterStatus status) {
    String condition = node.condition().word();
    String dc = status.dc().filter(node.name()::equals).isPresent() ? "  (coordinator)" : "";
    String name = Strings.padEnd(node.name(), NAME_WIDTH, ' ');
    return name + (node.online() ? terminal.good(condition) : terminal.bad(condition)) + dc;
  }

  private void add(
      Resource resource, int depth, ClusterStatus status, ImmutableList.Builder<String> lines) {
    String indent = "  ".repeat(depth);
    if (!resource.kind().equals("primitive")) {
      lines.add(indent + resource.id() + terminal.faint(" (" + resource.kind() + ")"));
      resource.children().forEach(child -> add(child, depth + 1, status, lines));
      return;
    }
    int width = Math.max(NAME_WIDTH - indent.length() + 2, resource.id().length() + 1);
    lines.add(indent + Strings.padEnd(resource.id(), width, ' ') + where(resource));
  }

  private String where(Resource resource) {
    String agent = "  " + terminal.faint(resource.agent());
    if (resource.active().isEmpty()) {
      String asked = resource.wanted().map(role -> " (asked to be " + role + ")").orElse("");
      return terminal.bad("Stopped") + asked + agent;
    }
    return resource.active().entrySet().stream()
            .map(StatusText::place)
            .map(place -> place.startsWith(Role.FAILED.word()) ? terminal.bad(place) : place)
            .collect(Collectors.joining(", "))
        + agent;
  }

  private static String place(Map.Entry<String, Role> place) {
    return place.getValue().word() + " " + place.getKey();
  }

  private static String failure(Failure failure) {
    return failure.resource()
        + " "
        + failure.operation()
        + " on "
        + failure.node()
        + " returned "
        + failure.returnCode()
        + (failure.reason().isEmpty() ? "" : ": " + failure.reason());
  }
}
