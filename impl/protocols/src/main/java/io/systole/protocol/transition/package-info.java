/** Carries out a transition graph: what starts when, what has ended, and when to stop. */
@NullMarked
package io.systole.protocol.transition;

import org.jspecify.annotations.NullMarked;
