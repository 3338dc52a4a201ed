/** Clusters of real processes, real agents and real sockets, and what happens to them. */
@NullMarked
package io.systole.process;

import org.jspecify.annotations.NullMarked;
