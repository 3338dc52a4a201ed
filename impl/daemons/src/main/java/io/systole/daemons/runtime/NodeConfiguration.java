package io.systole.daemons.runtime;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a node is told at its start, by {@code systole.xml}. All paths are absolute.
 *
 * @param file where it was read
 * @param cluster the cluster's name
 * @param node this node's name
 * @param state folder of what must outlive a restart
 * @param run folder of the sockets
 * @param log folder of the logs
 * @param group whose members may use the sockets, besides root and the daemons' user
 * @param trace folder into which every machine's steps are written, if that is wanted
 * @param remote how tools on other machines reach the CIB, if they may
 */
public record NodeConfiguration(
    Path file,
    String cluster,
    NodeName node,
    Path state,
    Path run,
    Path log,
    Optional<String> group,
    Optional<Path> trace,
    Engine engine,
    Agents agents,
    Supervision supervision,
    Optional<Remote> remote) {

  /** Which engine the node uses. */
  public enum EngineType {
    JGROUPS,
    COROSYNC
  }

  /**
   * The engine under the cluster.
   *
   * @param expectedVotes how many nodes the cluster has when all are there
   * @param twoNode whether one node of two may act alone, once it has fenced the other
   * @param keyFile the cluster's secret, for authentication and encryption
   * @param members all nodes of the cluster, this one included; empty if the engine knows them
   */
  public record Engine(
      EngineType type,
      int expectedVotes,
      boolean twoNode,
      Optional<Path> keyFile,
      ImmutableList<Member> members) {}

  /**
   * A node as its peers reach it.
   *
   * @param id its number in the CIB
   */
  public record Member(NodeName node, int id, String address, int port) {}

  /**
   * Where agents lie that did not come with the image.
   *
   * @param ocf folders that have {@code resource.d} in them
   * @param fence folders that have {@code fence_*} in them
   */
  public record Agents(ImmutableList<Path> ocf, ImmutableList<Path> fence) {}

  /**
   * How the supervisor watches the roles.
   *
   * @param pingInterval from one ping to the next
   * @param pingTimeout after which a role that did not answer is stuck
   * @param startTimeout until a role that was started must answer
   * @param stopTimeout until a role that was asked to stop is killed
   * @param restartsPerMinute more of them, all roles together, and the node gives up
   * @param shutdownEscalation until a node that leaves stops without its cluster's consent
   */
  public record Supervision(
      Duration pingInterval,
      Duration pingTimeout,
      Duration startTimeout,
      Duration stopTimeout,
      int restartsPerMinute,
      Duration shutdownEscalation) {

    public static final Supervision DEFAULT =
        new Supervision(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            20,
            Duration.ofMinutes(20));
  }

  /**
   * How tools on other machines reach the CIB. The ports are the CIB's matter.
   *
   * @param address where TLS listens
   * @param accounts the file of those who may log in
   * @param anonymous whether TLS is spoken without certificates, as the field's older tools do
   * @param certificates for TLS, if it is wanted
   */
  public record Remote(
      String address, Path accounts, boolean anonymous, Optional<Certificates> certificates) {}

  /**
   * Files in PEM.
   *
   * @param certificate this node's, with those between it and the authority
   * @param key its private key
   * @param authority who has signed the certificates of those who may connect
   */
  public record Certificates(Path certificate, Path key, Path authority) {}

  /** A node that nobody reaches from another machine. */
  public NodeConfiguration(
      Path file,
      String cluster,
      NodeName node,
      Path state,
      Path run,
      Path log,
      Optional<String> group,
      Optional<Path> trace,
      Engine engine,
      Agents agents,
      Supervision supervision) {
    this(
        file,
        cluster,
        node,
        state,
        run,
        log,
        group,
        trace,
        engine,
        agents,
        supervision,
        Optional.empty());
  }

  /** The same node with another way to reach it. */
  public NodeConfiguration with(Optional<Remote> other) {
    return new NodeConfiguration(
        file, cluster, node, state, run, log, group, trace, engine, agents, supervision, other);
  }

  /** Reads and checks a file. */
  public static NodeConfiguration read(Path file) throws ConfigurationException {
    return new ConfigurationReader(file).read();
  }

  /** Where the role that is called {@code role} listens. */
  public Path socket(String role) {
    return run.resolve(role + ".sock");
  }

  /** This node among the engine's members. */
  public Optional<Member> member() {
    return engine.members().stream().filter(member -> member.node().equals(node)).findFirst();
  }
}
