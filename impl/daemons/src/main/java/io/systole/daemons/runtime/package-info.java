/** What every role stands on: its event loop, its configuration, its socket, its log. */
@NullMarked
package io.systole.daemons.runtime;

import org.jspecify.annotations.NullMarked;
