/** The C library and other libraries, as far as Java has no word for what they do. */
@NullMarked
package io.systole.posix;

import org.jspecify.annotations.NullMarked;
