/** The commands about resources. */
@NullMarked
package io.systole.tools.resource;

import org.jspecify.annotations.NullMarked;
