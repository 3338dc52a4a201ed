/**
 * Process groups on top of a cluster of nodes: a pure core that every engine which orders messages
 * among nodes shares.
 */
@NullMarked
package io.systole.cluster.group;

import org.jspecify.annotations.NullMarked;
