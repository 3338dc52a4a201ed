@NullMarked
package io.systole.scheduler;

import org.jspecify.annotations.NullMarked;
