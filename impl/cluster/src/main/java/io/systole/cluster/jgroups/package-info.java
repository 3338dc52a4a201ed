/**
 * The embedded engine: one JGroups channel a node over TCP, sealed with the cluster's key, with
 * quorum and process groups of our own on top.
 */
@NullMarked
package io.systole.cluster.jgroups;

import org.jspecify.annotations.NullMarked;
