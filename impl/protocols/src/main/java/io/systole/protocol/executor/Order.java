package io.systole.protocol.executor;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Longs;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import io.systole.xml.XmlException;

/**
 * What a coordinator wants done with a resource, once or again and again.
 *
 * @param key names the order; the same key is the same order, however often it is delivered
 * @param resource the id under which the resource is known on this node
 * @param parameters of the resource, and {@code CRM_meta_*} of the operation
 */
public record Order(
    TransitionKey key,
    String resource,
    AgentRef agent,
    OperationKey operation,
    ImmutableSortedMap<String, String> parameters) {

  /** How long an agent may take if the order does not say. Source: the reference's default. */
  public static final long DEFAULT_TIMEOUT_MILLIS = 20_000;

  /** Longer ids are refused: no file system would keep them, and no reader would read them. */
  public static final int MAX_ID_LENGTH = 255;

  /**
   * Reads an {@code <rsc_op>} of a transition graph with its {@code transition-key}.
   *
   * @throws XmlException if something is missing or not understood
   */
  public static Order parse(Element operation) throws XmlException {
    Element primitive =
        operation.child("primitive").orElseThrow(() -> wrong(operation, "has no <primitive>"));
    ImmutableSortedMap<String, String> parameters =
        operation
            .child("attributes")
            .map(attributes -> ImmutableSortedMap.copyOf(attributes.attributes()))
            .orElse(ImmutableSortedMap.of());
    String resource = required(primitive, "id");
    if (resource.length() > MAX_ID_LENGTH) {
      throw wrong(primitive, "has an id of more than " + MAX_ID_LENGTH + " characters");
    }
    String keyText = required(operation, "transition-key");
    TransitionKey key =
        TransitionKey.parse(keyText)
            .orElseThrow(() -> wrong(operation, "has the transition-key '" + keyText + "'"));
    long interval = millis(operation, parameters, "CRM_meta_interval", 0);
    millis(operation, parameters, "CRM_meta_timeout", DEFAULT_TIMEOUT_MILLIS);
    millis(operation, parameters, "CRM_meta_start_delay", 0);
    return new Order(
        key,
        resource,
        new AgentRef(
            required(primitive, "class"),
            primitive.attribute("provider", ""),
            required(primitive, "type")),
        new OperationKey(required(operation, "operation"), interval),
        parameters);
  }

  /** How long the agent may take. */
  public long timeoutMillis() {
    long asked = known("CRM_meta_timeout");
    return asked > 0 ? asked : DEFAULT_TIMEOUT_MILLIS;
  }

  /** How long to wait before a recurring operation runs for the first time. */
  public long startDelayMillis() {
    return operation.isRecurring() ? known("CRM_meta_start_delay") : 0;
  }

  private long known(String name) {
    Long value = Longs.tryParse(parameters.getOrDefault(name, "0"));
    return value == null ? 0 : value;
  }

  private static long millis(
      Element operation, ImmutableSortedMap<String, String> parameters, String name, long otherwise)
      throws XmlException {
    String text = parameters.get(name);
    if (text == null) {
      return otherwise;
    }
    Long value = Longs.tryParse(text);
    if (value == null || value < 0) {
      throw wrong(operation, "has " + name + "='" + text + "', which is no time in milliseconds");
    }
    return value;
  }

  private static String required(Element element, String attribute) throws XmlException {
    String value = element.attribute(attribute, "");
    if (value.isEmpty()) {
      throw wrong(element, "has no " + attribute);
    }
    return value;
  }

  private static XmlException wrong(Element element, String what) {
    return new XmlException(Math.max(1, element.line()), 1, "<" + element.name() + "> " + what);
  }
}
