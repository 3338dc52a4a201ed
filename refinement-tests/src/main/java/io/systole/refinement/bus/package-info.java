/** The specifications' network, {@code spec/lib/Bus.tla}, under the machines of the code. */
@NullMarked
package io.systole.refinement.bus;

import org.jspecify.annotations.NullMarked;
