/** The executor: runs agents, repeats monitors, remembers and tells what came of it. */
@NullMarked
package io.systole.daemons.executor;

import org.jspecify.annotations.NullMarked;
