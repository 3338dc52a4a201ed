/** Access to the cluster from other machines. */
@NullMarked
package io.systole.tools.remote;

import org.jspecify.annotations.NullMarked;
