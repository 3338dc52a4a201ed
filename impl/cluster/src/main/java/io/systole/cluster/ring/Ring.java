package io.systole.cluster.ring;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;

/** The nodes that reach each other. */
public record Ring(RingId id, ImmutableSortedSet<NodeName> nodes) {}
