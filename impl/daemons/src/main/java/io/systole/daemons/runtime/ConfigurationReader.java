package io.systole.daemons.runtime;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import io.systole.cluster.corosync.CorosyncConf;
import io.systole.daemons.runtime.NodeConfiguration.Agents;
import io.systole.daemons.runtime.NodeConfiguration.Certificates;
import io.systole.daemons.runtime.NodeConfiguration.Engine;
import io.systole.daemons.runtime.NodeConfiguration.EngineType;
import io.systole.daemons.runtime.NodeConfiguration.Member;
import io.systole.daemons.runtime.NodeConfiguration.Remote;
import io.systole.daemons.runtime.NodeConfiguration.Supervision;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Reads {@code systole.xml}, and refuses what it does not know rather than pass it over. */
final class ConfigurationReader {

  /** The file is written by hand. */
  private static final XmlLimits LIMITS = new XmlLimits(1 << 20, 8, 64, 10_000);

  private static final int MAX_PORT = 65_535;

  private final Path file;
  private final Path folder;

  ConfigurationReader(Path file) {
    this.file = file.toAbsolutePath().normalize();
    this.folder = Objects.requireNonNull(this.file.getParent(), "a file is in a folder");
  }

  NodeConfiguration read() throws ConfigurationException {
    Element root = parse();
    if (!root.is("systole")) {
      throw error(root, "the file's element is <" + root.name() + ">, expected is <systole>");
    }
    allowAttributes(root, "cluster", "node", "state", "run", "log", "group", "trace");
    allowChildren(root, "engine", "agents", "supervision", "remote");
    NodeConfiguration read =
        new NodeConfiguration(
            file,
            needed(root, "cluster"),
            nodeName(root, "node"),
            path(root, "state", "/var/lib/systole"),
            path(root, "run", "/run/systole"),
            path(root, "log", "/var/log/systole"),
            root.attribute("group"),
            root.attribute("trace").map(folder::resolve),
            engine(root),
            agents(root),
            supervision(root),
            remote(root));
    if (!read.engine().members().isEmpty() && read.member().isEmpty()) {
      throw error(
          root,
          "this node, '"
              + read.node()
              + "', is none of the engine's members; add a <member node=\""
              + read.node()
              + "\" .../>");
    }
    return read;
  }

  private Element parse() throws ConfigurationException {
    try (InputStream in = Files.newInputStream(file)) {
      return Xml.parse(in, LIMITS);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          file, 0, "there is no such file; name one with --config FILE");
    } catch (IOException e) {
      throw new ConfigurationException(file, 0, "can't be read: " + e);
    } catch (XmlException e) {
      throw new ConfigurationException(file, e.line(), "is not well-formed: " + e.getMessage());
    }
  }

  private Engine engine(Element root) throws ConfigurationException {
    ImmutableList<Element> engines = root.children("engine");
    if (engines.size() != 1) {
      throw error(root, "one <engine> is needed, here are " + engines.size());
    }
    Element engine = engines.getFirst();
    EngineType type = engineType(engine);
    if (type == EngineType.COROSYNC) {
      return corosync(engine);
    }
    allowAttributes(engine, "type", "expected-votes", "two-node", "key-file");
    allowChildren(engine, "member");
    ImmutableList<Member> members = members(engine);
    if (type == EngineType.JGROUPS && members.isEmpty()) {
      throw error(engine, "the engine 'jgroups' needs a <member> for each node of the cluster");
    }
    int votes = number(engine, "expected-votes", Math.max(1, members.size()));
    if (votes < 1) {
      throw error(engine, "expected-votes is " + votes + ", at least 1 is needed");
    }
    return new Engine(
        type,
        votes,
        flag(engine, "two-node"),
        engine.attribute("key-file").map(folder::resolve),
        members);
  }

  /** Corosync's own file says all there is to say of the nodes and of the quorum. */
  private Engine corosync(Element engine) throws ConfigurationException {
    allowAttributes(engine, "type", "corosync-conf");
    allowChildren(engine);
    try {
      CorosyncConf conf =
          CorosyncConf.read(path(engine, "corosync-conf", CorosyncConf.DEFAULT.toString()));
      ImmutableList.Builder<Member> members = ImmutableList.builder();
      for (CorosyncConf.Node node : conf.nodes()) {
        if (node.name().isEmpty()) {
          throw error(
              engine,
              "node " + node.id() + " of corosync.conf has no name; add a line 'name: ...'");
        }
        String address = node.addresses().isEmpty() ? "" : node.addresses().getFirst();
        members.add(new Member(new NodeName(node.name().get()), node.id(), address, 0));
      }
      ImmutableList<Member> all = members.build();
      return new Engine(
          EngineType.COROSYNC, Math.max(1, all.size()), conf.twoNode(), Optional.empty(), all);
    } catch (CorosyncConf.MalformedException e) {
      throw error(engine, String.valueOf(e.getMessage()));
    }
  }

  private EngineType engineType(Element engine) throws ConfigurationException {
    String type = needed(engine, "type");
    for (EngineType known : EngineType.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(type)) {
        return known;
      }
    }
    throw error(engine, "there is no engine '" + type + "'; there are jgroups and corosync");
  }

  private ImmutableList<Member> members(Element engine) throws ConfigurationException {
    ImmutableList.Builder<Member> members = ImmutableList.builder();
    ImmutableSet.Builder<String> known = ImmutableSet.builder();
    for (Element member : engine.children()) {
      allowAttributes(member, "node", "id", "address", "port");
      allowChildren(member);
      NodeName node = nodeName(member, "node");
      int id = number(member, "id", members.build().size() + 1);
      int port = number(member, "port", 0);
      if (port < 1 || port > MAX_PORT) {
        throw error(member, "port is " + port + ", allowed are 1 to " + MAX_PORT);
      }
      String address = needed(member, "address");
      for (String once : ImmutableList.of("node " + node, "id " + id, address + ":" + port)) {
        if (known.build().contains(once)) {
          throw error(member, "a member has " + once + " already; each needs its own");
        }
        known.add(once);
      }
      members.add(new Member(node, id, address, port));
    }
    return members.build();
  }

  private Agents agents(Element root) throws ConfigurationException {
    ImmutableList.Builder<Path> ocf = ImmutableList.builder();
    ImmutableList.Builder<Path> fence = ImmutableList.builder();
    for (Element agents : root.children("agents")) {
      allowAttributes(agents, "ocf", "fence");
      allowChildren(agents);
      agents.attribute("ocf").map(folder::resolve).ifPresent(ocf::add);
      agents.attribute("fence").map(folder::resolve).ifPresent(fence::add);
    }
    return new Agents(ocf.build(), fence.build());
  }

  private Supervision supervision(Element root) throws ConfigurationException {
    ImmutableList<Element> all = root.children("supervision");
    if (all.size() > 1) {
      throw error(all.get(1), "<supervision> is given once");
    }
    if (all.isEmpty()) {
      return Supervision.DEFAULT;
    }
    Element given = all.getFirst();
    Supervision otherwise = Supervision.DEFAULT;
    allowAttributes(
        given,
        "ping-interval",
        "ping-timeout",
        "start-timeout",
        "stop-timeout",
        "restarts-per-minute",
        "shutdown-escalation");
    allowChildren(given);
    return new Supervision(
        duration(given, "ping-interval", otherwise.pingInterval()),
        duration(given, "ping-timeout", otherwise.pingTimeout()),
        duration(given, "start-timeout", otherwise.startTimeout()),
        duration(given, "stop-timeout", otherwise.stopTimeout()),
        number(given, "restarts-per-minute", otherwise.restartsPerMinute()),
        duration(given, "shutdown-escalation", otherwise.shutdownEscalation()));
  }

  private Optional<Remote> remote(Element root) throws ConfigurationException {
    Optional<Element> given = root.child("remote");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Element remote = given.get();
    allowAttributes(remote, "address", "accounts", "anonymous", "certificate", "key", "ca");
    allowChildren(remote);
    Optional<Certificates> certificates = Optional.empty();
    if (remote.has("certificate") || remote.has("key") || remote.has("ca")) {
      certificates =
          Optional.of(
              new Certificates(
                  folder.resolve(needed(remote, "certificate")),
                  folder.resolve(needed(remote, "key")),
                  folder.resolve(needed(remote, "ca"))));
    }
    boolean anonymous = flag(remote, "anonymous");
    if (anonymous && certificates.isPresent()) {
      throw error(remote, "anonymous and certificates exclude each other; remove one of them");
    }
    return Optional.of(
        new Remote(
            remote.attribute("address", "127.0.0.1"),
            folder.resolve(needed(remote, "accounts")),
            anonymous,
            certificates));
  }

  private Path path(Element element, String attribute, String otherwise) {
    return folder.resolve(element.attribute(attribute, otherwise)).normalize();
  }

  private NodeName nodeName(Element element, String attribute) throws ConfigurationException {
    try {
      return new NodeName(needed(element, attribute));
    } catch (IllegalArgumentException e) {
      throw error(element, attribute + ": " + e.getMessage());
    }
  }

  private String needed(Element element, String attribute) throws ConfigurationException {
    String value = element.attribute(attribute, "");
    if (value.isEmpty()) {
      throw error(element, "<" + element.name() + "> needs the attribute " + attribute);
    }
    return value;
  }

  private int number(Element element, String attribute, int otherwise)
      throws ConfigurationException {
    Optional<String> value = element.attribute(attribute);
    if (value.isEmpty()) {
      return otherwise;
    }
    Integer number = Ints.tryParse(value.get());
    if (number == null || number < 0) {
      throw error(
          element, attribute + " is '" + value.get() + "', allowed is a number from 0 upwards");
    }
    return number;
  }

  private boolean flag(Element element, String attribute) throws ConfigurationException {
    String value = element.attribute(attribute, "false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw error(element, attribute + " is '" + value + "', allowed are true and false");
    };
  }

  private Duration duration(Element element, String attribute, Duration otherwise)
      throws ConfigurationException {
    Optional<String> value = element.attribute(attribute);
    if (value.isEmpty()) {
      return otherwise;
    }
    String text = value.get();
    String digits = text.replaceFirst("[a-z]+$", "");
    Integer count = Ints.tryParse(digits);
    Optional<Duration> unit = unit(Ascii.toLowerCase(text.substring(digits.length())));
    if (count == null || count <= 0 || unit.isEmpty()) {
      throw error(
          element,
          attribute
              + " is '"
              + text
              + "', allowed is a number above 0 with a unit (ms, s, min, h), as in 30s");
    }
    return unit.get().multipliedBy(count);
  }

  private static Optional<Duration> unit(String name) {
    return switch (name) {
      case "ms" -> Optional.of(Duration.ofMillis(1));
      case "s", "" -> Optional.of(Duration.ofSeconds(1));
      case "min" -> Optional.of(Duration.ofMinutes(1));
      case "h" -> Optional.of(Duration.ofHours(1));
      default -> Optional.empty();
    };
  }

  private void allowAttributes(Element element, String... allowed) throws ConfigurationException {
    ImmutableList<String> names = ImmutableList.copyOf(allowed);
    for (String attribute : element.attributes().keySet()) {
      if (!names.contains(attribute)) {
        throw error(
            element,
            "<"
                + element.name()
                + "> has no attribute "
                + attribute
                + "; allowed are "
                + String.join(", ", names));
      }
    }
  }

  private void allowChildren(Element element, String... allowed) throws ConfigurationException {
    ImmutableList<String> names = ImmutableList.copyOf(allowed);
    for (Element child : element.children()) {
      if (!names.contains(child.name())) {
        throw error(
            child,
            "<"
                + child.name()
                + "> can't stand in <"
                + element.name()
                + ">; allowed are "
                + (names.isEmpty() ? "no elements" : String.join(", ", names)));
      }
    }
  }

  private ConfigurationException error(Element at, String reason) {
    return new ConfigurationException(file, at.line(), reason);
  }
}
