package io.systole.refinement.fencing;

import static io.systole.protocol.fencing.AgentOutcome.FAILED;
import static io.systole.protocol.fencing.AgentOutcome.SUCCEEDED;
import static io.systole.protocol.fencing.AgentOutcome.TIMED_OUT;
import static io.systole.protocol.fencing.FencingAction.OFF;
import static io.systole.protocol.fencing.FencingAction.ON;
import static io.systole.protocol.fencing.FencingAction.REBOOT;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.protocol.fencing.ActionTerms;
import io.systole.protocol.fencing.Aim;
import io.systole.protocol.fencing.DelayRange;
import io.systole.protocol.fencing.DeviceHosts;
import io.systole.protocol.fencing.FenceDevice;
import io.systole.protocol.fencing.FencingAction;
import io.systole.protocol.fencing.FencingConfiguration;
import io.systole.protocol.fencing.FencingLevel;
import io.systole.protocol.fencing.HostCheck;
import io.systole.refinement.bus.Names;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** The models of {@code spec/fencing/MCFencing.tla}, and a larger one. */
final class FencingModels {

  private static final Names NAMES = Names.count(4);
  static final FencingBinding BINDING =
      new FencingBinding(new FencingValues(NAMES, ImmutableList.of("1", "2", "3", "4", "5")));
  private static final FenceDevice PLAIN = device(attempts(1, OFF, ON, REBOOT), 3);

  private FencingModels() {}

  static FencingModel of(String name) {
    return model(name).build();
  }

  private static Model model(String name) {
    return switch (name) {
      case "MCFencing" -> joined();
      case "MCFencingChoice" -> chosen();
      case "MCFencingLevels" -> levels();
      case "MCFencingMapped" -> mapped();
      case "MCFencingLimit" -> limited();
      case "MCFencingSelf" -> originatorIsTheTarget();
      case "MCFencingViews" -> viewsAndCrashes();
      case "MCFencingEpochs" -> epochs();
      default -> throw new IllegalArgumentException("no devices are known of the model " + name);
    };
  }

  private static Model joined() {
    return new Model(devices(one("1", PLAIN)), devices(one("1", PLAIN)))
        .wishes(wish(1, 3, OFF), wish(2, 3, OFF));
  }

  private static Model chosen() {
    FenceDevice asks = hosts(PLAIN, HostCheck.DYNAMIC_LIST);
    return new Model(
            devices(
                one("1", priority(PLAIN, 1)), one("2", device(attempts(1, OFF, ON, REBOOT), 1))),
            devices(
                one("3", asks),
                one("4", PLAIN.verified(true)),
                one("5", device(attempts(1, ON), 3))))
        .wishes(wish(1, 3, OFF))
        .timers("Query");
  }

  private static Model levels() {
    return new Model(
            devices(one("1", PLAIN), one("3", device(attempts(1, REBOOT), 3))),
            devices(one("1", PLAIN.verified(true)), one("2", device(attempts(1, OFF, ON), 3))))
        .levels(3, ImmutableList.of("1", "2"), ImmutableList.of("3"))
        .wishes(wish(1, 3, REBOOT));
  }

  private static Model mapped() {
    return new Model(
            devices(one("1", delay(device(attempts(2, OFF, ON), 3), 1, 1))),
            devices(one("2", delay(device(attempts(1, OFF), 3), 0, 1))))
        .wishes(wish(1, 3, REBOOT))
        .outcomes(SUCCEEDED, FAILED, TIMED_OUT)
        .timers("Query", "Execute", "Round", "Delay")
        .strays();
  }

  private static Model limited() {
    return new Model(devices(one("1", device(attempts(1, OFF), 3, 4))), devices())
        .wishes(wish(1, 3, OFF), wish(2, 4, OFF));
  }

  private static Model originatorIsTheTarget() {
    FenceDevice own = device(attempts(1, OFF, ON, REBOOT), 1);
    return new Model(devices(one("1", own)), devices(one("1", own)))
        .wishes(wish(1, 1, OFF))
        .faults(2, 0);
  }

  private static Model viewsAndCrashes() {
    return new Model(devices(one("1", PLAIN)), devices(one("1", PLAIN)))
        .wishes(wish(1, 3, OFF))
        .faults(2, 1);
  }

  private static Model epochs() {
    return new Model(devices(one("1", PLAIN)), devices(one("1", PLAIN)))
        .wishes(new FencingModel.Wish(nodes(1), new Aim(node(3), OFF), 1))
        .epochs(1L, 2L);
  }

  /**
   * Everything at once, for long walks: devices of all kinds, levels, all timers, strays, epochs,
   * and targets that run fencers themselves.
   */
  static FencingModel large() {
    FenceDevice asks = hosts(PLAIN, HostCheck.DYNAMIC_LIST);
    FenceDevice slow = delay(device(attempts(2, OFF, ON), 1, 3, 4), 0, 1);
    return new Model(
            devices(one("1", delay(device(attempts(2, OFF, ON), 3, 4), 1, 1)), one("2", asks)),
            devices(one("1", PLAIN.verified(true)), one("3", device(attempts(1, REBOOT), 2, 3))),
            devices(one("4", slow), one("5", device(attempts(1, OFF, ON, REBOOT), 1, 2, 4))))
        .levels(4, ImmutableList.of("1", "4"), ImmutableList.of("5"))
        .wishes(
            Stream.iterate(0, i -> i < WISHES, i -> i + 1)
                .map(i ->
                    new FencingModel.Wish(
                        nodes(1, 2, 3),
                        new Aim(node(1 + i % 4), i % 3 == 0 ? REBOOT : i % 7 == 1 ? ON : OFF),
                        i % 5 == 0 ? 1 + i / 10 : 0))
                .toArray(FencingModel.Wish[]::new))
        .outcomes(SUCCEEDED, FAILED, TIMED_OUT)
        .timers("Query", "Execute", "Round", "Delay")
        .strays()
        .epochs(1L, 2L, 3L, 4L)
        .faults(6, 3)
        .build();
  }

  private static final int WISHES = 40;

  /** A model under construction. */
  private static final class Model {

    private final ImmutableList<ImmutableSortedMap<String, FenceDevice>> devices;
    private ImmutableSortedMap<NodeName, ImmutableList<FencingLevel>> topology =
        ImmutableSortedMap.of();
    private ImmutableList<FencingModel.Wish> wishes = ImmutableList.of();
    private ImmutableSet<io.systole.protocol.fencing.AgentOutcome> outcomes =
        ImmutableSet.of(SUCCEEDED, FAILED);
    private ImmutableSet<String> timers = ImmutableSet.of();
    private boolean strays;
    private ImmutableList<Long> epochs = ImmutableList.of();
    private int views = 1;
    private int crashes;

    @SafeVarargs
    @SuppressWarnings("varargs")
    Model(ImmutableSortedMap<String, FenceDevice>... ofNodes) {
      devices = ImmutableList.copyOf(ofNodes);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    final Model levels(int target, ImmutableList<String>... levels) {
      topology =
          ImmutableSortedMap.of(
              node(target),
              Arrays.stream(levels)
                  .map(FencingLevel::new)
                  .collect(ImmutableList.toImmutableList()));
      return this;
    }

    Model wishes(FencingModel.Wish... all) {
      wishes = ImmutableList.copyOf(all);
      return this;
    }

    Model outcomes(io.systole.protocol.fencing.AgentOutcome... all) {
      outcomes = ImmutableSet.copyOf(all);
      return this;
    }

    Model timers(String... kinds) {
      timers = ImmutableSet.copyOf(kinds);
      return this;
    }

    Model strays() {
      strays = true;
      return this;
    }

    Model epochs(Long... numbers) {
      epochs = ImmutableList.copyOf(numbers);
      return this;
    }

    Model faults(int maxViews, int maxCrashes) {
      views = maxViews;
      crashes = maxCrashes;
      return this;
    }

    FencingModel build() {
      ImmutableSortedMap.Builder<NodeName, FencingConfiguration> fencers =
          ImmutableSortedMap.naturalOrder();
      for (int i = 0; i < devices.size(); i++) {
        fencers.put(node(i + 1), new FencingConfiguration(devices.get(i), topology));
      }
      return new FencingModel(
          NAMES, fencers.buildOrThrow(), wishes, outcomes, timers, strays, epochs, views, crashes);
    }
  }

  private static NodeName node(int number) {
    return NAMES.nodes().get(number - 1);
  }

  private static ImmutableSortedSet<NodeName> nodes(int... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(FencingModels::node)
        .collect(ImmutableSortedSet.toImmutableSortedSet(java.util.Comparator.naturalOrder()));
  }

  private static FencingModel.Wish wish(int at, int target, FencingAction action) {
    return new FencingModel.Wish(nodes(at), new Aim(node(target), action), 0);
  }

  private static ImmutableSortedMap<FencingAction, ActionTerms> attempts(
      int attempts, FencingAction... actions) {
    ImmutableSortedMap.Builder<FencingAction, ActionTerms> terms =
        ImmutableSortedMap.naturalOrder();
    for (FencingAction action : actions) {
      terms.put(action, new ActionTerms(Duration.ofSeconds(60), attempts));
    }
    return terms.buildOrThrow();
  }

  private static FenceDevice device(
      ImmutableSortedMap<FencingAction, ActionTerms> terms, int... hosts) {
    return new FenceDevice(
        "",
        "agent",
        ImmutableSortedMap.of(),
        DeviceHosts.of(nodes(hosts).toArray(new NodeName[0])),
        terms,
        DelayRange.NONE,
        0,
        1,
        false);
  }

  private static FenceDevice one(String id, FenceDevice d) {
    return like(d, id, d.hosts(), d.delay(), d.priority());
  }

  private static FenceDevice priority(FenceDevice d, int priority) {
    return like(d, d.id(), d.hosts(), d.delay(), priority);
  }

  private static FenceDevice hosts(FenceDevice d, HostCheck check) {
    DeviceHosts hosts = new DeviceHosts(check, d.hosts().listed(), ImmutableSortedMap.of());
    return like(d, d.id(), hosts, d.delay(), d.priority());
  }

  private static FenceDevice delay(FenceDevice d, int base, int max) {
    DelayRange delay = new DelayRange(Duration.ofSeconds(base), Duration.ofSeconds(max));
    return like(d, d.id(), d.hosts(), delay, d.priority());
  }

  private static FenceDevice like(
      FenceDevice d, String id, DeviceHosts hosts, DelayRange delay, int priority) {
    return new FenceDevice(
        id,
        d.agent(),
        d.parameters(),
        hosts,
        d.actions(),
        delay,
        priority,
        d.actionLimit(),
        d.verified());
  }

  private static ImmutableSortedMap<String, FenceDevice> devices(FenceDevice... all) {
    ImmutableSortedMap.Builder<String, FenceDevice> devices = ImmutableSortedMap.naturalOrder();
    for (FenceDevice device : all) {
      devices.put(device.id(), device);
    }
    return devices.buildOrThrow();
  }
}
