package io.systole.protocol.join;

import io.systole.kernel.NodeName;

/**
 * What a join machine is told once.
 *
 * @param version of the controllers' messages that this node speaks
 */
public record JoinConstants(NodeName self, int version) {}
