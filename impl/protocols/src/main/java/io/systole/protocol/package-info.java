/** The protocols as pure machines, one package each. */
@NullMarked
package io.systole.protocol;

import org.jspecify.annotations.NullMarked;
