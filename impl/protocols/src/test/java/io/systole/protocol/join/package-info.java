/** Tests of the join machine. */
@NullMarked
package io.systole.protocol.join;

import org.jspecify.annotations.NullMarked;
