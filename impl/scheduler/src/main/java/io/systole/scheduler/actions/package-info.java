/** Every action that might be needed. */
@NullMarked
package io.systole.scheduler.actions;

import org.jspecify.annotations.NullMarked;
