package io.systole.tools.status;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of a cluster as its CIB tells it, ready to be shown.
 *
 * @param version the CIB's version, three numbers with dots between
 * @param dc the name of the coordinator, if there is one
 * @param nodes by name
 * @param resources in the order of the configuration
 * @param failures operations that failed, in the order of nodes
 */
public record ClusterStatus(
    String version,
    boolean quorate,
    Optional<String> dc,
    ImmutableSortedMap<String, Node> nodes,
    ImmutableList<Resource> resources,
    ImmutableList<Failure> failures) {

  /** What can be said of a node in one word. */
  public enum Condition {
    ONLINE("online"),
    STANDBY("standby"),
    MAINTENANCE("maintenance"),
    PENDING("pending"),
    UNCLEAN("UNCLEAN"),
    OFFLINE("OFFLINE");

    private final String word;

    Condition(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * A node.
   *
   * @param id the CIB's id of the node
   */
  public record Node(String id, String name, Condition condition) {
    public boolean online() {
      return condition != Condition.OFFLINE && condition != Condition.UNCLEAN;
    }
  }

  /**
   * A resource with all below it.
   *
   * @param kind {@code primitive}, {@code group}, {@code clone} or {@code bundle}
   * @param agent such as {@code ocf:systole:Dummy}; empty for all but primitives
   * @param active where it is active, with its role there; empty for all but primitives
   * @param wanted the role that its meta-attribute {@code target-role} asks for, if any
   */
  public record Resource(
      String id,
      String kind,
      String agent,
      ImmutableSortedMap<String, Role> active,
      Optional<String> wanted,
      ImmutableList<Resource> children) {

    /** This resource and all below it. */
    Stream<Resource> all() {
      return Stream.concat(Stream.of(this), children.stream().flatMap(Resource::all));
    }

    /** This resource and all below it that are primitives. */
    public ImmutableList<Resource> primitives() {
      if (kind.equals("primitive")) {
        return ImmutableList.of(this);
      }
      return children.stream()
          .flatMap(child -> child.primitives().stream())
          .collect(ImmutableList.toImmutableList());
    }
  }

  /** What a resource is where it is active. */
  public enum Role {
    STARTED("Started"),
    PROMOTED("Promoted"),
    UNPROMOTED("Unpromoted"),
    FAILED("FAILED");

    private final String word;

    Role(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * An operation that failed.
   *
   * @param returnCode what the agent returned
   * @param reason the agent's own words, or the empty string
   */
  public record Failure(
      String resource, String operation, String node, int returnCode, String reason) {}

  /** Whether the node of that name is configured and online. */
  public boolean online(String name) {
    Node node = nodes.get(name);
    return node != null && node.online();
  }

  /** The resource of that id, wherever it stands. */
  public Optional<Resource> resource(String id) {
    return resources.stream().flatMap(Resource::all).filter(r -> r.id().equals(id)).findFirst();
  }

  /** Reads the status out of a CIB. */
  public static ClusterStatus of(Element cib) {
    return new StatusReader(cib).read();
  }
}
