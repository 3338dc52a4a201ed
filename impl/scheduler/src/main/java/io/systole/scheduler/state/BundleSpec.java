package io.systole.scheduler.state;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;
import java.util.List;
import java.util.Optional;

/**
 * What a bundle says of its replicas (Pacemaker Explained, "Bundles").
 *
 * @param xml the element {@code bundle}
 * @param engine the element {@code docker}, {@code podman} or {@code rkt}
 * @param network the element {@code network}, empty if there is none
 * @param addresses one a replica, or none
 */
record BundleSpec(Element xml, Element engine, Element network, ImmutableList<String> addresses) {

  private static final ImmutableList<String> ENGINES = ImmutableList.of("docker", "podman", "rkt");
  static final String CONTROL_PORT = "3121";

  /** Reads a bundle; empty if it does not say what runs the containers. */
  static Optional<BundleSpec> of(Element bundle) {
    return ENGINES.stream()
        .flatMap(name -> bundle.child(name).stream())
        .findFirst()
        .map(engine -> of(bundle, engine));
  }

  private static BundleSpec of(Element bundle, Element engine) {
    Element network = bundle.child("network").orElse(Element.of("network"));
    String first = network.attribute("ip-range-start", "");
    ImmutableList<String> addresses =
        first.isEmpty() ? ImmutableList.of() : addresses(first, replicas(engine));
    return new BundleSpec(bundle, engine, network, addresses);
  }

  private static ImmutableList<String> addresses(String first, int count) {
    ImmutableList.Builder<String> addresses = ImmutableList.builder();
    String address = first;
    for (int i = 0; i < count; i++) {
      addresses.add(address);
      address = next(address);
    }
    return addresses.build();
  }

  /** The address after another one, the last two of a range of 256 left out. */
  private static String next(String address) {
    List<String> parts = Splitter.on('.').splitToList(address);
    if (parts.size() != 4) {
      return address;
    }
    int third = Values.integer(Optional.of(parts.get(2)), 0);
    int fourth = Values.integer(Optional.of(parts.get(3)), 0);
    if (fourth > 253) {
      third++;
      fourth = 1;
    } else {
      fourth++;
    }
    return parts.get(0) + "." + parts.get(1) + "." + third + "." + fourth;
  }

  private static int replicas(Element engine) {
    int wanted = Values.integer(engine.attribute("replicas"), promotedMax(engine));
    return Math.max(1, wanted);
  }

  private static int promotedMax(Element engine) {
    return Math.max(
        0,
        Values.integer(engine.attribute("promoted-max").or(() -> engine.attribute("masters")), 0));
  }

  String id() {
    return xml.id();
  }

  int replicas() {
    return replicas(engine);
  }

  int promotedMax() {
    return promotedMax(engine);
  }

  /** How many replicas one node may have, which takes addresses to tell them apart. */
  int perHost() {
    int wanted = Math.max(1, Values.integer(engine.attribute("replicas-per-host"), 1));
    return addresses.isEmpty() ? 1 : wanted;
  }

  /** What runs in the containers, if the cluster is to see to it. */
  Optional<Element> content() {
    return xml.child("primitive");
  }

  /** Whether something is run in the containers, and they can be reached for that. */
  boolean connected() {
    boolean reachable = !addresses.isEmpty() || hasOwnPort();
    return content().isPresent() && reachable;
  }

  /** Whether the replicas' executors have a port that no other one is at. */
  boolean hasOwnPort() {
    return network.has("control-port");
  }

  String controlPort() {
    return network.attribute("control-port", CONTROL_PORT);
  }

  /** The replica's name, which is that of the node in it and of the connection to that. */
  String nodeName(int replica) {
    return id() + "-" + replica;
  }

  String containerName(int replica) {
    return id() + "-" + engine.name() + "-" + replica;
  }

  Optional<String> address(int replica) {
    return addresses.isEmpty() ? Optional.empty() : Optional.of(addresses.get(replica));
  }
}
