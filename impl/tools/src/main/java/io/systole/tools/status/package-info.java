/** The commands about the state of the cluster. */
@NullMarked
package io.systole.tools.status;

import org.jspecify.annotations.NullMarked;
