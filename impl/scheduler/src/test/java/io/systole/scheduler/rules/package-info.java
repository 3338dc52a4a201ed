@NullMarked
package io.systole.scheduler.rules;

import org.jspecify.annotations.NullMarked;
