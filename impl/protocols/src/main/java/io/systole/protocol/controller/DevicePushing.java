package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cib.Cib;
import io.systole.cib.CibSection;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells this node's fencer its devices, as the CIB has them: a fencer reads no CIB. A device that
 * is told to be stopped, or must not run here, can't be used from here.
 */
final class DevicePushing {

  private DevicePushing() {}

  static void push(Turn turn) {
    Daemons daemons = turn.state().daemons();
    Epoch epoch = turn.state().seen();
    if (!daemons.has(Service.FENCER) || epoch.number() == 0) {
      return;
    }
    Cib cib = daemons.cib();
    Optional<Daemons.Pushed> before =
        daemons.pushed().filter(pushed -> pushed.epoch().equals(epoch));
    if (before.filter(pushed -> pushed.from().equals(cib)).isPresent()) {
      return;
    }
    Element devices = devices(cib, turn.self());
    turn.set(turn.state().with(daemons.pushing(new Daemons.Pushed(epoch, cib, devices.digest()))));
    if (before.filter(pushed -> pushed.devices().equals(devices.digest())).isEmpty()) {
      turn.emit(new ControllerEffect.PushDevices(epoch, devices));
    }
  }

  static Element devices(Cib cib, NodeName self) {
    Element.Builder devices = Element.builder("devices");
    cib.section(CibSection.RESOURCES)
        .descendants()
        .filter(DevicePushing::isDevice)
        .filter(primitive -> !isStopped(primitive) && !isBanned(cib, primitive.id(), self))
        .forEach(primitive -> devices.child(device(cib, primitive, self)));
    for (Element level : cib.section(CibSection.FENCING_TOPOLOGY).children("fencing-level")) {
      level
          .attribute("target")
          .ifPresent(target ->
              devices.child(
                  Element.of(
                      "level",
                      "target",
                      target,
                      "index",
                      level.attribute("index", "1"),
                      "devices",
                      level.attribute("devices", ""))));
    }
    return devices.build();
  }

  private static boolean isDevice(Element element) {
    return element.is("primitive") && element.attribute("class", "").equals("stonith");
  }

  private static boolean isStopped(Element primitive) {
    return pairs(primitive, "meta_attributes")
        .getOrDefault("target-role", "")
        .equalsIgnoreCase("stopped");
  }

  private static boolean isBanned(Cib cib, String id, NodeName self) {
    return cib.section(CibSection.CONSTRAINTS).children("rsc_location").stream()
        .anyMatch(location ->
            location.attribute("rsc", "").equals(id)
                && location.attribute("node", "").equals(self.value())
                && location.attribute("score", "").equals("-INFINITY"));
  }

  private static Element device(Cib cib, Element primitive, NodeName self) {
    ImmutableSortedMap<String, String> parameters = pairs(primitive, "instance_attributes");
    Element.Builder device =
        Element.builder("device")
            .attribute("id", primitive.id())
            .attribute("agent", primitive.attribute("type", ""))
            .attribute("targets", "")
            .attribute(
                "priority", pairs(primitive, "meta_attributes").getOrDefault("priority", "0"))
            .attribute("verified", Boolean.toString(runsHere(cib, primitive.id(), self)));
    parameters.forEach(
        (name, value) -> device.child(Element.of("param", "name", name, "value", value)));
    return device.build();
  }

  /** Whether this node's history says that the device was started here and not stopped since. */
  private static boolean runsHere(Cib cib, String id, NodeName self) {
    return SeenResult.of(self, cib.nodeState(self)).stream()
        .filter(result -> result.resource().equals(id))
        .map(SeenResult::operation)
        .anyMatch(operation ->
            operation.id().equals(id + "_last_0")
                && operation.attribute("operation", "").equals("start")
                && operation.attribute("rc-code", "").equals("0"));
  }

  /** The first value of each name, in the order of the sets. */
  private static ImmutableSortedMap<String, String> pairs(Element primitive, String kind) {
    TreeMap<String, String> values = new TreeMap<>();
    for (Element set : primitive.children(kind)) {
      for (Element pair : set.children("nvpair")) {
        values.putIfAbsent(pair.attribute("name", ""), pair.attribute("value", ""));
      }
    }
    return ImmutableSortedMap.copyOf(values);
  }
}
