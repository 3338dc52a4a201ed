package io.systole.daemons.supervisor;

import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.util.Locale;

/** The answer to {@code <supervisor-state/>}. */
final class SupervisorReport {

  private SupervisorReport() {}

  static Element of(NodeName node, SupervisorState state) {
    Element.Builder report =
        Element.builder("supervisor-state")
            .attribute("node", node.value())
            .attribute("phase", word(state.phase()))
            .attribute("build", state.build())
            .attribute("installed", state.installed());
    for (Watched role : state.roles()) {
      report.child(
          Element.builder("role")
              .attribute("name", role.name())
              .attribute("phase", word(role.phase()))
              .attribute("pid", role.pid())
              .attribute("build", role.build())
              .attribute("restarts", role.restarts())
              .build());
    }
    return report.build();
  }

  private static String word(Enum<?> phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
