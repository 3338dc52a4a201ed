package io.systole.cluster.jgroups;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jgroups.logging.LogFactory;

/** Sends what JGroups logs to the JDK's logger, from warnings upwards. */
final class JGroupsLog {

  /** Held, since the JDK forgets the level of a logger that nobody holds. */
  private static final Logger ROOT = Logger.getLogger("org.jgroups");

  /** Complains of every connection whose other end stops; the views tell who is lost. */
  private static final Logger CONNECTIONS = Logger.getLogger("org.jgroups.protocols.TCP");

  /** Complains of messages that cross a node's leave. */
  private static final Logger UNICASTS = Logger.getLogger("org.jgroups.protocols.UNICAST3");

  private JGroupsLog() {}

  static void install() {
    LogFactory.useJdkLogger(true);
    if (ROOT.getLevel() == null) {
      ROOT.setLevel(Level.WARNING);
      CONNECTIONS.setLevel(Level.OFF);
      UNICASTS.setLevel(Level.SEVERE);
    }
  }
}
