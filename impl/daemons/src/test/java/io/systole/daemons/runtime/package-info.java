@NullMarked
package io.systole.daemons.runtime;

import org.jspecify.annotations.NullMarked;
