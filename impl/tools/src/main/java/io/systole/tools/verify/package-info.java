/** Checks configurations that lie in files. */
@NullMarked
package io.systole.tools.verify;

import org.jspecify.annotations.NullMarked;
