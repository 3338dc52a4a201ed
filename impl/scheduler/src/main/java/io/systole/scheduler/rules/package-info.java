/** Rules, attribute sets and the values they hold. */
@NullMarked
package io.systole.scheduler.rules;

import org.jspecify.annotations.NullMarked;
