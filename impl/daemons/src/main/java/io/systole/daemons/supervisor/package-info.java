/** Starts, watches and stops a node's roles, each a process of its own. */
@NullMarked
package io.systole.daemons.supervisor;

import org.jspecify.annotations.NullMarked;
