/** A bus for tests that is as weak as an engine may be. */
@NullMarked
package io.systole.protocol.weakbus;

import org.jspecify.annotations.NullMarked;
