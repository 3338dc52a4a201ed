/** The role that turns a CIB into a transition graph. */
@NullMarked
package io.systole.daemons.scheduler;

import org.jspecify.annotations.NullMarked;
