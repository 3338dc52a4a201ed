/** A thin shell round each core, and the supervisor. */
@NullMarked
package io.systole.daemons;

import org.jspecify.annotations.NullMarked;
