/**
 * The process that owns a node's embedded engine, and the way in which the other roles use it.
 * Losing it is losing the node, as with an engine that is a daemon of its own.
 */
@NullMarked
package io.systole.daemons.messaging;

import org.jspecify.annotations.NullMarked;
