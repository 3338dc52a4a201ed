package io.systole.scheduler.preferences;

import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;

/**
 * One addition to the score of a resource on a node, and why.
 *
 * @param element the id of the element that caused it, or the empty string
 */
public record Contribution(
    Resource resource, Node node, int score, String element, String reason) {}
