@NullMarked
package io.systole.daemons.fencer;

import org.jspecify.annotations.NullMarked;
