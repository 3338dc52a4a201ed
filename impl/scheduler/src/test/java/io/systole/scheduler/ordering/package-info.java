/** Which action comes before which. */
@NullMarked
package io.systole.scheduler.ordering;

import org.jspecify.annotations.NullMarked;
