/** Tests of the CIB manager over real sockets. */
@NullMarked
package io.systole.daemons.cib;

import org.jspecify.annotations.NullMarked;
