/** The field's own commands, under its names and with its options, for scripts that call them. */
@NullMarked
package io.systole.tools.field;

import org.jspecify.annotations.NullMarked;
