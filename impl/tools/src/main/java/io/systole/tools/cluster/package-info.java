/** {@code systole cluster ...}: setting a cluster up, and seeing what would hurt it. */
@NullMarked
package io.systole.tools.cluster;

import org.jspecify.annotations.NullMarked;
