/** The replication of the CIB, tied to {@code spec/cib}. */
@NullMarked
package io.systole.refinement.cib;

import org.jspecify.annotations.NullMarked;
