/** The commands about the CIB. */
@NullMarked
package io.systole.tools.cib;

import org.jspecify.annotations.NullMarked;
