/** Tests of the CIB as a value. */
@NullMarked
package io.systole.cib;

import org.jspecify.annotations.NullMarked;
