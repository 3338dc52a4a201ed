/** The immutable XML tree that the CIB and every message are made of. */
@NullMarked
package io.systole.xml;

import org.jspecify.annotations.NullMarked;
