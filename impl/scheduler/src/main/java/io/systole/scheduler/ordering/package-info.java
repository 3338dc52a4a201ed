/** What must come before what, and what that makes necessary or impossible. */
@NullMarked
package io.systole.scheduler.ordering;

import org.jspecify.annotations.NullMarked;
