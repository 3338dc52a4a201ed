/** Roles of several nodes in one JVM, over an engine in memory. */
@NullMarked
package io.systole.daemons.local;

import org.jspecify.annotations.NullMarked;
