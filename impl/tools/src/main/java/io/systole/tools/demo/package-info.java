/** The commands about the demonstration: a cluster on one machine and a failover in it. */
@NullMarked
package io.systole.tools.demo;

import org.jspecify.annotations.NullMarked;
