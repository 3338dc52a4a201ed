/** Who may see and change what of a CIB. */
@NullMarked
package io.systole.cib.acl;

import org.jspecify.annotations.NullMarked;
