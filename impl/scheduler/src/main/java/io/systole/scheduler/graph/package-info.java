/** The transition graph: what must run, and what each action waits for. */
@NullMarked
package io.systole.scheduler.graph;

import org.jspecify.annotations.NullMarked;
