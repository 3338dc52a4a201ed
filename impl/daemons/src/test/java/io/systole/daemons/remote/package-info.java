@NullMarked
package io.systole.daemons.remote;

import org.jspecify.annotations.NullMarked;
