/** The CIB manager: the shell round a replica of the CIB. */
@NullMarked
package io.systole.daemons.cib;

import org.jspecify.annotations.NullMarked;
