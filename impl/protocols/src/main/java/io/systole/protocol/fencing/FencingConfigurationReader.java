package io.systole.protocol.fencing;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Ints;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Needed;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what a controller tells its fencer:
 *
 * <pre>{@code
 * <devices>
 *   <device id="" agent="" targets="n1 n2" priority="0" verified="true">
 *     <param name="" value=""/>
 *   </device>
 *   <level target="" index="1" devices="a,b"/>
 * </devices>
 * }</pre>
 */
public final class FencingConfigurationReader {

  private static final Splitter IDS = Splitter.on(',').omitEmptyStrings().trimResults();

  private FencingConfigurationReader() {}

  /**
   * Reads a configuration.
   *
   * @param abilities what the agents of the devices can do, as far as is known
   * @throws IllegalArgumentException if something in it is not allowed, with what and why
   */
  public static FencingConfiguration read(Element devices, AgentAbilities abilities) {
    ImmutableSortedMap.Builder<String, FenceDevice> byId = ImmutableSortedMap.naturalOrder();
    for (Element device : devices.children("device")) {
      FenceDevice read = device(device, abilities);
      byId.put(read.id(), read);
    }
    return new FencingConfiguration(byId.buildOrThrow(), topology(devices));
  }

  private static FenceDevice device(Element element, AgentAbilities abilities) {
    String id = Needed.text(element, "id");
    String agent = Needed.text(element, "agent");
    SortedMap<String, String> values = new TreeMap<>();
    for (Element param : element.children("param")) {
      values.put(Needed.text(param, "name"), param.attribute("value", ""));
    }
    DeviceParameters parameters = new DeviceParameters(id, ImmutableSortedMap.copyOf(values));
    return new FenceDevice(
        id,
        agent,
        parameters.all(),
        parameters.hosts(
            element.attribute("targets", ""),
            abilities.can(agent, "list"),
            abilities.can(agent, "status")),
        actions(agent, parameters, abilities),
        parameters.delay(),
        priority(element),
        parameters.actionLimit(),
        element.attribute("verified", "false").equals("true"));
  }

  private static ImmutableSortedMap<FencingAction, ActionTerms> actions(
      String agent, DeviceParameters parameters, AgentAbilities abilities) {
    ImmutableSortedMap.Builder<FencingAction, ActionTerms> actions =
        ImmutableSortedMap.naturalOrder();
    for (FencingAction action : FencingAction.values()) {
      if (abilities.can(agent, parameters.agentAction(action))) {
        actions.put(action, parameters.terms(action));
      }
    }
    return actions.buildOrThrow();
  }

  private static int priority(Element device) {
    String text = device.attribute("priority", "0");
    Integer priority = Ints.tryParse(text);
    if (priority == null) {
      throw new IllegalArgumentException(
          "fence device " + device.id() + " has priority '" + text + "'; it is a whole number");
    }
    return priority;
  }

  private static ImmutableSortedMap<NodeName, ImmutableList<FencingLevel>> topology(
      Element devices) {
    SortedMap<NodeName, SortedMap<Long, FencingLevel>> byTarget = new TreeMap<>();
    for (Element level : devices.children("level")) {
      long index = Needed.number(level, "index");
      if (index < 1 || index > FencingLevel.MAX_LEVELS) {
        throw new IllegalArgumentException(
            "a fencing level has index " + index + "; allowed are 1 to " + FencingLevel.MAX_LEVELS);
      }
      ImmutableList<String> ids = ImmutableList.copyOf(IDS.split(Needed.text(level, "devices")));
      if (ids.isEmpty()) {
        throw new IllegalArgumentException("fencing level " + level.id() + " names no device");
      }
      byTarget
          .computeIfAbsent(FencingMessageCodec.node(level, "target"), t -> new TreeMap<>())
          .put(index, new FencingLevel(ids));
    }
    ImmutableSortedMap.Builder<NodeName, ImmutableList<FencingLevel>> topology =
        ImmutableSortedMap.naturalOrder();
    byTarget.forEach(
        (target, levels) -> topology.put(target, ImmutableList.copyOf(levels.values())));
    return topology.buildOrThrow();
  }
}
