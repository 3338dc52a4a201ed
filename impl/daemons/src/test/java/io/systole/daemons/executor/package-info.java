@NullMarked
package io.systole.daemons.executor;

import org.jspecify.annotations.NullMarked;
