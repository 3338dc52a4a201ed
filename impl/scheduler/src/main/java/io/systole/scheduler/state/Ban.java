package io.systole.scheduler.state;

import org.jspecify.annotations.Nullable;

/**
 * A change of a resource's score that follows from its history.
 *
 * @param node null for all nodes
 */
public record Ban(Resource resource, @Nullable Node node, int score, String reason) {}
