/** The election, tied to {@code spec/election}. */
@NullMarked
package io.systole.refinement.election;

import org.jspecify.annotations.NullMarked;
