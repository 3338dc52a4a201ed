/** The process groups against their specification. */
@NullMarked
package io.systole.refinement.messaging;

import org.jspecify.annotations.NullMarked;
