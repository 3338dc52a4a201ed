/** Dates and rules, as the configuration has them. */
@NullMarked
package io.systole.cib.rules;

import org.jspecify.annotations.NullMarked;
