/** What can be wrong with a CIB that no grammar can say. */
@NullMarked
package io.systole.cib.check;

import org.jspecify.annotations.NullMarked;
