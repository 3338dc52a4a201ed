/** Who is the DC: one vote a member in each view of the controllers. */
@NullMarked
package io.systole.protocol.election;

import org.jspecify.annotations.NullMarked;
