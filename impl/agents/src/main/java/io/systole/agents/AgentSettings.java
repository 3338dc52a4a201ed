package io.systole.agents;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;

/**
 * Where a node's agents are and what they are all told.
 *
 * @param own the folder of agents that come with Systole ({@code ocf/PROVIDER/TYPE}, {@code
 *     fence/fence_TYPE}), searched first
 * @param ocfRoots folders with {@code resource.d/PROVIDER/TYPE}, searched in order; the first is
 *     {@code OCF_ROOT} for agents of our own
 * @param fenceFolders folders with {@code fence_TYPE}, searched in order
 * @param environment given to every agent beside what its kind prescribes
 */
public record AgentSettings(
    Path own,
    ImmutableList<Path> ocfRoots,
    ImmutableList<Path> fenceFolders,
    ImmutableSortedMap<String, String> environment) {

  /** Where the field keeps OCF agents. */
  public static final Path OCF_ROOT = Path.of("/usr/lib/ocf");

  /** Where the field keeps fence agents. */
  public static final Path FENCE_FOLDER = Path.of("/usr/sbin");

  public AgentSettings {
    if (ocfRoots.isEmpty()) {
      ocfRoots = ImmutableList.of(OCF_ROOT);
    }
  }

  /** The field's folders and ours, and nothing special in the environment. */
  public static AgentSettings standard(Path own) {
    return new AgentSettings(
        own, ImmutableList.of(OCF_ROOT), ImmutableList.of(FENCE_FOLDER), ImmutableSortedMap.of());
  }
}
