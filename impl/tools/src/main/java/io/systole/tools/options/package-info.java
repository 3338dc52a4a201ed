/** What the options of a configuration mean. */
@NullMarked
package io.systole.tools.options;

import org.jspecify.annotations.NullMarked;
