/** The server that the agent {@code ocf:systole:HttpService} manages. */
@NullMarked
package io.systole.agents.http;

import org.jspecify.annotations.NullMarked;
