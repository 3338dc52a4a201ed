/** The fencer: a shell round the fencing machine, with agents, timers, groups and clients. */
@NullMarked
package io.systole.daemons.fencer;

import org.jspecify.annotations.NullMarked;
