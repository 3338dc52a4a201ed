/** Tests of the election machine. */
@NullMarked
package io.systole.protocol.election;

import org.jspecify.annotations.NullMarked;
