/** Why the cluster does what it does, and what it would do if its configuration were changed. */
@NullMarked
package io.systole.tools.why;

import org.jspecify.annotations.NullMarked;
