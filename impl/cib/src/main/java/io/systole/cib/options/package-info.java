/** The options that a CIB may set: one table of names, types, defaults and meanings. */
@NullMarked
package io.systole.cib.options;

import org.jspecify.annotations.NullMarked;
