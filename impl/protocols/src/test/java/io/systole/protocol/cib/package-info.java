/** Tests of the replication of the CIB. */
@NullMarked
package io.systole.protocol.cib;

import org.jspecify.annotations.NullMarked;
