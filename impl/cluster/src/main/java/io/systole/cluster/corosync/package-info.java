/** Corosync as the engine: its libraries by the Foreign Function and Memory API. */
@NullMarked
package io.systole.cluster.corosync;

import org.jspecify.annotations.NullMarked;
