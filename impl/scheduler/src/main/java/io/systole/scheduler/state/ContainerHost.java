package io.systole.scheduler.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The address of a container that shares its host's network: the host's name, which no
 * configuration can tell.
 */
public final class ContainerHost {

  private static final String ADDRESS = "addr";

  private ContainerHost() {}

  /** Where containers will be; null for one that will be nowhere. */
  @FunctionalInterface
  public interface Places {
    @Nullable Node of(Resource container);
  }

  /** Whether a connection's parameters lack the host's name. */
  static boolean awaited(Map<String, String> parameters) {
    return BundleElements.HOST.equals(parameters.get(ADDRESS));
  }

  /** Puts the host's name into a connection's parameters where it is meant. */
  public static void resolve(Map<String, String> parameters, Resource connection, Places places) {
    Resource container = connection.container;
    if (container == null || !awaited(parameters)) {
      return;
    }
    Node host = places.of(container);
    List<Node> running = container.status.running;
    if (host == null && !running.isEmpty()) {
      host = running.getFirst();
    }
    if (host != null) {
      parameters.put(ADDRESS, host.name);
    }
  }
}
