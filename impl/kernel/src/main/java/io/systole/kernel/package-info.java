/** The base of every machine: Step, time and draws as inputs, invariants, the trace. */
@NullMarked
package io.systole.kernel;

import org.jspecify.annotations.NullMarked;
