package io.systole.protocol.election;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;

/**
 * What an election machine is told once.
 *
 * @param expected all nodes that the cluster is configured to have
 */
public record ElectionConstants(NodeName self, ImmutableSortedSet<NodeName> expected) {}
