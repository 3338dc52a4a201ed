/** The process groups over an engine of nodes, tied to {@code spec/messaging}. */
@NullMarked
package io.systole.refinement.messaging;

import org.jspecify.annotations.NullMarked;
