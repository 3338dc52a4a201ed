package io.systole.cluster.group;

/**
 * One process's stay in a group, so that a process that left and came back is not taken for one
 * that stayed.
 *
 * @param incarnation of the node's engine
 * @param serial which join on that engine
 */
public record Membership(long incarnation, long serial) {}
