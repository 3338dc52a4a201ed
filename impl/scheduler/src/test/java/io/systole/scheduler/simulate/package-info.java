@NullMarked
package io.systole.scheduler.simulate;

import org.jspecify.annotations.NullMarked;
