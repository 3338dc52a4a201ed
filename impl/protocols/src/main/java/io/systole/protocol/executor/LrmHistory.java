package io.systole.protocol.executor;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An executor's history as the CIB's status section shows it, with the field's names, ids and
 * digests.
 *
 * <p>Source: Pacemaker Explained, chapter "Status", and the documents of the field's own regression
 * tests.
 */
public final class LrmHistory {

  private static final String FEATURE_SET = "3.20.5";

  private static final String META = "CRM_meta_";
  private static final String TIMEOUT = "CRM_meta_timeout";

  private LrmHistory() {}

  /** All that is known, with what waits or runs for the first time as pending. */
  public static Element resources(ExecutorState state, NodeName node) {
    Element.Builder all = Element.builder("lrm_resources");
    for (ManagedResource resource : state.resources().values()) {
      ImmutableList<Element> operations = operations(resource, node);
      if (!operations.isEmpty()) {
        all.child(resource(resource.id(), resource.agent(), operations));
      }
    }
    return all.build();
  }

  /**
   * One result: the {@code <lrm_resource>} with the entries that it leaves, one each for what it is
   * and for that it failed. What leaves none (a notification, what never ran) has no children.
   */
  public static Element result(Entry entry, NodeName node) {
    Order order = entry.order();
    History only = History.EMPTY.with(entry);
    ImmutableList<Element> operations =
        entry.outcome().opStatus() == Outcome.CANCELLED
            ? ImmutableList.of()
            : operations(order.resource(), only, node);
    return resource(order.resource(), order.agent(), operations);
  }

  /**
   * The digest by which a scheduler sees that a resource's parameters have changed since an
   * operation: of those of the resource, and of the timeout for what recurs.
   */
  public static String digest(Order order) {
    return digest(order.parameters(), order.operation().isRecurring());
  }

  /** As {@link #digest(Order)}, for the attributes of an {@code <rsc_op>} in a graph. */
  public static String digest(Map<String, String> parameters, boolean recurring) {
    TreeMap<String, String> counted = new TreeMap<>();
    parameters.forEach((name, value) -> {
      boolean counts = name.equals(TIMEOUT) ? recurring : isOfTheResource(name);
      if (counts) {
        counted.put(name, value);
      }
    });
    Element element = Element.builder("parameters").attributes(counted).build();
    return md5(" " + element + "\n");
  }

  private static boolean isOfTheResource(String name) {
    return !name.startsWith(META) && !name.equals("crm_feature_set") && !name.equals("id");
  }

  private static String md5(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static Element resource(String id, AgentRef agent, ImmutableList<Element> operations) {
    Element.Builder resource =
        Element.builder("lrm_resource").attribute("id", id).attribute("class", agent.standard());
    if (!agent.provider().isEmpty()) {
      resource.attribute("provider", agent.provider());
    }
    return resource.attribute("type", agent.type()).children(operations).build();
  }

  private static ImmutableList<Element> operations(ManagedResource resource, NodeName node) {
    History shown = resource.history();
    for (Call call : ImmutableList.copyOf(pending(resource).iterator())) {
      shown = shown.with(underWay(call));
    }
    return operations(resource.id(), shown, node);
  }

  /** Calls of which nobody has heard a result yet. */
  private static Stream<Call> pending(ManagedResource resource) {
    return Stream.concat(
        resource.running().stream().filter(call -> !resource.unwanted() && !call.again()),
        resource.waiting().stream().filter(call -> !call.again()));
  }

  private static Entry underWay(Call call) {
    return new Entry(
        call.id(), call.order(), Outcome.UNDER_WAY, new Entry.Times(call.orderedMillis(), 0, 0));
  }

  private static ImmutableList<Element> operations(String id, History history, NodeName node) {
    ImmutableList.Builder<Element> all = ImmutableList.builder();
    history.failure().ifPresent(e -> all.add(operation(id + "_last_failure_0", e, node)));
    history.last().ifPresent(e -> all.add(operation(id + "_last_0", e, node)));
    history.recurring().forEach((key, entry) -> all.add(operation(id + "_" + key, entry, node)));
    return all.build();
  }

  private static Element operation(String id, Entry entry, NodeName node) {
    Order order = entry.order();
    Outcome outcome = entry.outcome();
    Entry.Times times = entry.times();
    Element.Builder operation =
        Element.builder("lrm_rsc_op")
            .attribute("id", id)
            .attribute("operation_key", order.resource() + "_" + order.operation())
            .attribute("operation", order.operation().name())
            .attribute("crm_feature_set", FEATURE_SET)
            .attribute("transition-key", order.key().toString())
            .attribute(
                "transition-magic", outcome.opStatus() + ":" + outcome.rcCode() + ";" + order.key())
            .attribute("exit-reason", outcome.exitReason())
            .attribute("on_node", node.value())
            .attribute("call-id", entry.callId())
            .attribute("rc-code", outcome.rcCode())
            .attribute("op-status", outcome.opStatus())
            .attribute("interval", order.operation().intervalMillis())
            .attribute("last-rc-change", times.changedMillis() / 1000)
            .attribute("exec-time", times.tookMillis())
            .attribute("queue-time", times.queuedMillis());
    for (String end : ImmutableList.of("migrate_source", "migrate_target")) {
      String value = order.parameters().get(META + end);
      if (value != null) {
        operation.attribute(end, value);
      }
    }
    return operation.attribute("op-digest", digest(order)).build();
  }
}
