/** Whether the rules of a configuration hold, and why. */
@NullMarked
package io.systole.tools.rules;

import org.jspecify.annotations.NullMarked;
