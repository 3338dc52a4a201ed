/** Which node each resource gets, and in which role. */
@NullMarked
package io.systole.scheduler.assignment;

import org.jspecify.annotations.NullMarked;
