package io.systole.cluster.group;

import io.systole.kernel.ViewId;

/**
 * A message as it travels between nodes.
 *
 * @param view the node view in which it was sent, the only one in which it counts
 */
public record NodeMessage(ViewId view, GroupMessage body) {}
