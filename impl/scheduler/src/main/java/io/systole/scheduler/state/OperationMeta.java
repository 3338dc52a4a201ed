package io.systole.scheduler.state;

import io.systole.cib.options.OperationOption;
import io.systole.cib.options.OptionValues;
import io.systole.cib.rules.AttributeSets;
import io.systole.cib.rules.Dates;
import io.systole.cib.rules.RuleInput;
import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The options of an operation, with everything that has a say in them. */
public final class OperationMeta {

  private static final long STANDARD_TIMEOUT =
      OptionValues.NONE.duration(OperationOption.TIMEOUT).toMillis();

  private final AttributeSets sets;
  private final long now;
  private final Options options;
  private final Optional<Element> defaults;

  public OperationMeta(ClusterState cluster) {
    this(
        cluster.sets, cluster.now, cluster.options, cluster.cib.at("configuration", "op_defaults"));
  }

  OperationMeta(ClusterReader reader) {
    this(reader.sets, reader.now, reader.options, reader.configuration.child("op_defaults"));
  }

  private OperationMeta(AttributeSets sets, long now, Options options, Optional<Element> defaults) {
    this.sets = sets;
    this.now = now;
    this.options = options;
    this.defaults = defaults;
  }

  /** The operation that a resource configures for a task, if it does. */
  public static @Nullable Operation find(
      Resource resource, String task, long interval, boolean disabledToo) {
    for (Operation operation : resource.operations) {
      if (operation.is(task, interval) && (disabledToo || operation.enabled())) {
        return operation;
      }
    }
    if (task.equals("migrate_to") || task.equals("migrate_from")) {
      return find(resource, "migrate", 0, disabledToo);
    }
    return null;
  }

  /** The options of an operation, times in milliseconds. */
  public Map<String, String> of(Resource resource, String task, long interval) {
    Operation configured = find(resource, task, interval, true);
    Map<String, String> meta = new LinkedHashMap<>();
    RuleInput input =
        RuleInput.at(now)
            .withResource(resource.agent())
            .withOperation(new RuleInput.Operation(task, interval));
    if (configured != null) {
      configured.xml().attributes().forEach(meta::put);
      meta.remove("id");
      meta.remove("interval");
      sets.read(configured.xml(), "meta_attributes", input, meta);
    }
    if (task.equals("monitor") && interval == 0 && !meta.containsKey("timeout")) {
      Operation model = mostFrequentMonitor(resource);
      if (model != null) {
        timeoutOf(model, input).ifPresent(t -> meta.put("timeout", t));
      }
    }
    defaults.ifPresent(d -> sets.read(d, "meta_attributes", input, meta));
    if (interval > 0) {
      meta.put("interval", Long.toString(interval));
    } else {
      meta.remove("interval");
    }
    meta.put("timeout", Long.toString(timeout(resource, task, meta)));
    delay(meta, interval);
    if (onFailIsNonsense(meta, resource, task, interval)) {
      meta.remove("on-fail");
    }
    return meta;
  }

  private Optional<String> timeoutOf(Operation operation, RuleInput input) {
    Map<String, String> meta = new LinkedHashMap<>(operation.xml().attributes());
    sets.read(operation.xml(), "meta_attributes", input, meta);
    return Optional.ofNullable(meta.get("timeout"));
  }

  private static @Nullable Operation mostFrequentMonitor(Resource resource) {
    Operation found = null;
    for (Operation operation : resource.operations) {
      boolean candidate =
          operation.enabled()
              && operation.name().equals("monitor")
              && operation.intervalMillis() > 0;
      if (candidate && (found == null || operation.intervalMillis() < found.intervalMillis())) {
        found = operation;
      }
    }
    return found;
  }

  private long timeout(Resource resource, String task, Map<String, String> meta) {
    if (resource.isFenceDevice() && (task.equals("monitor") || task.equals("start"))) {
      String own = Parameters.of(sets, now, resource, null).get("pcmk_monitor_timeout");
      if (own != null) {
        return Values.millis(own).orElse(STANDARD_TIMEOUT);
      }
    }
    long millis = OptionValues.of(meta).duration(OperationOption.TIMEOUT).toMillis();
    return millis <= 0 ? STANDARD_TIMEOUT : millis;
  }

  /** A start may be put off, or a recurring operation be tied to a moment. */
  private void delay(Map<String, String> meta, long interval) {
    String delay = meta.get("start-delay");
    if (delay != null) {
      meta.put("start-delay", Long.toString(Math.max(0, Values.millis(delay).orElse(0))));
      return;
    }
    String origin = meta.get("interval-origin");
    OptionalLong from = origin == null ? OptionalLong.empty() : Dates.parse(origin);
    if (from.isPresent() && interval > 0) {
      long seconds = interval / 1000;
      long since = Math.floorMod(now - from.getAsLong(), Math.max(1, seconds));
      long wait = since == 0 ? 0 : seconds - since;
      meta.put("start-delay", Long.toString(wait * 1000));
      meta.remove("interval-origin");
    }
  }

  private static boolean onFailIsNonsense(
      Map<String, String> meta, Resource resource, String task, long interval) {
    String value = meta.getOrDefault("on-fail", "");
    boolean demote = value.equals("demote");
    boolean promotes = task.equals("promote");
    boolean watchesPromoted =
        task.equals("monitor")
            && interval > 0
            && Role.parse(meta.getOrDefault("role", "")).filter(Role.PROMOTED::equals).isPresent();
    return (demote && !promotes && !watchesPromoted)
        || (task.equals("stop") && value.equals("stop") && resource.isPrimitive());
  }

  /** What follows when the operation fails. */
  public OnFail onFail(Resource resource, String task, long interval, Map<String, String> meta) {
    String value = meta.getOrDefault("on-fail", "").toLowerCase(Locale.ROOT);
    boolean stop = task.equals("stop");
    OnFail otherwise = OnFail.RESTART;
    if (stop) {
      otherwise = options.fencing() ? OnFail.FENCE : OnFail.BLOCK;
    }
    if (resource.isConnection && !stop && !(task.equals("monitor") && value.equals("ignore"))) {
      return remoteOnFail(resource, interval, task, value);
    }
    return switch (value) {
      case "block" -> OnFail.BLOCK;
      case "fence" -> options.fencing() ? OnFail.FENCE : OnFail.STOP;
      case "standby" -> OnFail.STANDBY;
      case "ignore", "nothing" -> OnFail.IGNORE;
      case "migrate" -> OnFail.BAN;
      case "stop" -> OnFail.STOP;
      case "restart" -> OnFail.RESTART;
      case "restart-container" -> resource.container == null ? otherwise : OnFail.RESTART_CONTAINER;
      case "demote" -> OnFail.DEMOTE;
      default ->
          // What failed in a container is best started in a new one.
          resource.container != null ? OnFail.RESTART_CONTAINER : otherwise;
    };
  }

  /** A connection that fails says that its node may be lost. */
  private OnFail remoteOnFail(Resource resource, long interval, String task, String value) {
    if (resource.container != null) {
      return OnFail.RESTART_CONTAINER;
    }
    if (!resource.status.managed) {
      return value.equals("block") ? OnFail.BLOCK : OnFail.RESTART;
    }
    boolean startOrProbe = task.equals("start") || (task.equals("monitor") && interval == 0);
    return startOrProbe && value.equals("stop") ? OnFail.STOP : OnFail.RESET_REMOTE;
  }
}
