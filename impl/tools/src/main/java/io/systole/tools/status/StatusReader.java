package io.systole.tools.status;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Ints;
import io.systole.tools.status.ClusterStatus.Condition;
import io.systole.tools.status.ClusterStatus.Failure;
import io.systole.tools.status.ClusterStatus.Node;
import io.systole.tools.status.ClusterStatus.Resource;
import io.systole.tools.status.ClusterStatus.Role;
import io.systole.xml.Element;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads one CIB. */
final class StatusReader {

  /** What an operation that returned nothing readable is taken for. */
  private static final int OCF_ERROR = 1;

  private final Element cib;
  private final ImmutableSortedMap<String, Element> states;

  StatusReader(Element cib) {
    this.cib = cib;
    TreeMap<String, Element> byName = new TreeMap<>();
    section("status").stream()
        .filter(state -> state.is("node_state") && state.has("uname"))
        .forEach(state -> byName.put(state.attribute("uname", ""), state));
    this.states = ImmutableSortedMap.copyOfSorted(byName);
  }

  ClusterStatus read() {
    ImmutableSortedMap<String, Node> nodes = nodes();
    String dcId = cib.attribute("dc-uuid", "");
    return new ClusterStatus(
        cib.attribute("admin_epoch", "0")
            + "."
            + cib.attribute("epoch", "0")
            + "."
            + cib.attribute("num_updates", "0"),
        isTrue(cib.attribute("have-quorum", "0")),
        nodes.values().stream()
            .filter(node -> node.id().equals(dcId) && node.online())
            .map(Node::name)
            .findFirst(),
        nodes,
        section("configuration").stream()
            .filter(part -> part.is("resources"))
            .flatMap(part -> part.children().stream())
            .flatMap(element -> resource(element).stream())
            .collect(ImmutableList.toImmutableList()),
        failures());
  }

  static boolean isTrue(String value) {
    return switch (value) {
      case "1", "true", "yes", "on", "y" -> true;
      default -> false;
    };
  }

  private ImmutableList<Element> section(String name) {
    return cib.child(name).map(Element::children).orElse(ImmutableList.of());
  }

  private ImmutableSortedMap<String, Node> nodes() {
    TreeMap<String, Node> nodes = new TreeMap<>();
    cib.at("configuration", "nodes").map(Element::children).orElse(ImmutableList.of()).stream()
        .filter(node -> node.is("node"))
        .forEach(node -> {
          String name = node.attribute("uname", node.id());
          nodes.put(name, new Node(node.id(), name, condition(node, name)));
        });
    return ImmutableSortedMap.copyOfSorted(nodes);
  }

  private Condition condition(Element node, String name) {
    Element state = states.get(name);
    if (state == null) {
      return Condition.OFFLINE;
    }
    boolean member = present(state.attribute("in_ccm", "false"));
    boolean controller = present(state.attribute("crmd", "offline"));
    boolean expected = state.attribute("expected", "").equals("member");
    if (!member || !controller) {
      return expected ? Condition.UNCLEAN : Condition.OFFLINE;
    }
    if (!state.attribute("join", "").equals("member")) {
      return Condition.PENDING;
    }
    if (isTrue(nodeAttribute(node, state, "maintenance"))) {
      return Condition.MAINTENANCE;
    }
    return isTrue(nodeAttribute(node, state, "standby")) ? Condition.STANDBY : Condition.ONLINE;
  }

  /** Newer clusters write the time since when; 0 and the older words say that it is not there. */
  private static boolean present(String value) {
    return switch (value) {
      case "", "0", "false", "offline" -> false;
      default -> true;
    };
  }

  private static String nodeAttribute(Element node, Element state, String name) {
    return Optional.of(state)
        .flatMap(s -> s.child("transient_attributes"))
        .flatMap(set -> nvpair(set, name))
        .or(() -> nvpair(node, name))
        .orElse("");
  }

  private static Optional<String> nvpair(Element element, String name) {
    return element
        .descendants()
        .filter(e -> e.is("nvpair") && e.attribute("name", "").equals(name))
        .findFirst()
        .flatMap(e -> e.attribute("value"));
  }

  private Optional<Resource> resource(Element element) {
    return switch (element.name()) {
      case "primitive" ->
          Optional.of(
              new Resource(
                  element.id(),
                  "primitive",
                  agent(element),
                  active(element.id()),
                  wanted(element),
                  ImmutableList.of()));
      case "group", "clone", "bundle", "master" ->
          Optional.of(
              new Resource(
                  element.id(),
                  element.name(),
                  "",
                  ImmutableSortedMap.of(),
                  wanted(element),
                  element.children().stream()
                      .flatMap(child -> resource(child).stream())
                      .collect(ImmutableList.toImmutableList())));
      default -> Optional.empty();
    };
  }

  private static String agent(Element primitive) {
    return primitive.attribute("class", "")
        + ":"
        + primitive.attribute("provider").map(p -> p + ":").orElse("")
        + primitive.attribute("type", "");
  }

  private static Optional<String> wanted(Element resource) {
    return resource.children("meta_attributes").stream()
        .flatMap(set -> nvpair(set, "target-role").stream())
        .findFirst();
  }

  /** Where a primitive is active, instances of a clone included, from the histories of nodes. */
  private ImmutableSortedMap<String, Role> active(String id) {
    ImmutableSortedMap.Builder<String, Role> active = ImmutableSortedMap.naturalOrder();
    states.forEach((node, state) -> {
      if (present(state.attribute("in_ccm", "false"))) {
        histories(state)
            .filter(history -> instanceOf(history.id(), id))
            .flatMap(history -> role(history).stream())
            .findFirst()
            .ifPresent(role -> active.put(node, role));
      }
    });
    return active.build();
  }

  private static Stream<Element> histories(Element state) {
    return state
        .at("lrm", "lrm_resources")
        .map(Element::children)
        .orElse(ImmutableList.of())
        .stream();
  }

  private static boolean instanceOf(String instance, String id) {
    return instance.equals(id) || instance.startsWith(id + ":");
  }

  private static Optional<Role> role(Element history) {
    Optional<Role> role = Optional.empty();
    for (Element operation : operationsInOrder(history)) {
      role = after(role, operation);
    }
    return role;
  }

  private static ImmutableList<Element> operationsInOrder(Element history) {
    return history.children().stream()
        .filter(op -> op.is("lrm_rsc_op") && callId(op) >= 0)
        .sorted(Comparator.comparingInt(StatusReader::callId))
        .collect(ImmutableList.toImmutableList());
  }

  /** Negative for what was never done by an executor. */
  private static int callId(Element operation) {
    return number(operation, "call-id").orElse(-1);
  }

  private static Optional<Role> after(Optional<Role> before, Element operation) {
    boolean succeeded = operation.attribute("rc-code", "").equals("0");
    return switch (operation.attribute("operation", "")) {
      case "start" -> succeeded ? Optional.of(Role.STARTED) : Optional.of(Role.FAILED);
      case "stop" -> succeeded ? Optional.empty() : Optional.of(Role.FAILED);
      case "promote" -> Optional.of(succeeded ? Role.PROMOTED : Role.FAILED);
      case "demote" -> Optional.of(succeeded ? Role.UNPROMOTED : Role.FAILED);
      case "monitor" ->
          switch (operation.attribute("rc-code", "")) {
            case "0" -> before.isPresent() ? before : Optional.of(Role.STARTED);
            case "8" -> Optional.of(Role.PROMOTED);
            case "7" -> Optional.empty();
            case "5", "2", "3", "4", "6" -> before;
            default -> Optional.of(Role.FAILED);
          };
      default -> before;
    };
  }

  private ImmutableList<Failure> failures() {
    ImmutableList.Builder<Failure> failures = ImmutableList.builder();
    states.forEach((node, state) ->
        histories(state)
            .forEach(history ->
                history.children().stream()
                    .filter(StatusReader::failed)
                    .forEach(op -> failures.add(failure(history.id(), op, node)))));
    return failures.build();
  }

  private static boolean failed(Element operation) {
    String rc = operation.attribute("rc-code", "");
    String[] key = operation.attribute("transition-key", "").split(":", -1);
    String expected = key.length > 2 ? key[2] : "0";
    return operation.is("lrm_rsc_op")
        && !rc.equals(expected)
        && !rc.equals("193")
        && !(operation.attribute("operation", "").equals("monitor") && rc.equals("7"));
  }

  private static Failure failure(String resource, Element operation, String node) {
    return new Failure(
        resource,
        operation.attribute("operation", ""),
        node,
        returnCode(operation),
        operation.attribute("exit-reason", ""));
  }

  private static int returnCode(Element operation) {
    return number(operation, "rc-code").orElse(OCF_ERROR);
  }

  private static Optional<Integer> number(Element operation, String attribute) {
    return operation.attribute(attribute).map(Ints::tryParse);
  }
}
