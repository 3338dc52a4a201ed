package io.systole.cluster.group;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;

/**
 * Which nodes an engine's own membership holds together.
 *
 * @param id unique, and greater on each node than that of the view before
 * @param nodes never empty
 */
public record NodeView(ViewId id, ImmutableSortedSet<NodeName> nodes) {}
