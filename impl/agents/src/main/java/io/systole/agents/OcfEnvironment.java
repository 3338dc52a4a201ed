package io.systole.agents;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an OCF agent finds in its environment.
 *
 * <p>Source: OCF Resource Agent API 1.1, and what the agents of the resource-agents project read.
 */
final class OcfEnvironment {

  /** The feature set whose attributes and meta-attributes agents are given. */
  private static final String FEATURE_SET = "3.20.5";

  private static final String LEVEL = "OCF_CHECK_LEVEL";

  private OcfEnvironment() {}

  /** The reason why {@code parameters} cannot be passed on by environment, if there is one. */
  static Optional<String> notPassable(Map<String, String> parameters) {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
        return Optional.of("the parameter name '" + name + "' cannot stand in an environment");
      }
      if (parameter.getValue().indexOf('\0') >= 0) {
        return Optional.of("the value of parameter " + name + " has a NUL in it");
      }
    }
    return Optional.empty();
  }

  static ImmutableSortedMap<String, String> of(AgentCall call, Path root) {
    SortedMap<String, String> all = new TreeMap<>();
    all.put("OCF_ROOT", root.toString());
    all.put("OCF_RA_VERSION_MAJOR", "1");
    all.put("OCF_RA_VERSION_MINOR", "1");
    all.put("OCF_RESOURCE_INSTANCE", call.resource());
    all.put("OCF_RESOURCE_TYPE", call.agent().type());
    all.put("OCF_RESOURCE_PROVIDER", call.agent().provider());
    all.put("OCF_EXIT_REASON_PREFIX", AgentResults.EXIT_REASON_PREFIX);
    all.put("OCF_RESKEY_crm_feature_set", FEATURE_SET);
    all.put("__OCF_ACTION", call.action());
    all.put("PCMK_service", "systole-executor");
    all.put("PCMK_debug", "0");
    all.put("HA_debug", "0");
    // Without a facility agents log to their standard error, which is kept with the result.
    all.put("HA_LOGFACILITY", "none");
    all.put("PCMK_logfacility", "none");
    call.parameters().forEach((name, value) -> all.put("OCF_RESKEY_" + name, value));
    String level = call.parameters().get(LEVEL);
    if (level != null) {
      all.put(LEVEL, level);
    }
    return ImmutableSortedMap.copyOf(all);
  }
}
