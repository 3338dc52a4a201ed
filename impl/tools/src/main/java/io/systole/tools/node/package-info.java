/** The commands about nodes. */
@NullMarked
package io.systole.tools.node;

import org.jspecify.annotations.NullMarked;
