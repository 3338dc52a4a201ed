/** Tests of the storage of the CIB. */
@NullMarked
package io.systole.cib.store;

import org.jspecify.annotations.NullMarked;
