/** The engines: views and agreed-order multicast. */
@NullMarked
package io.systole.cluster;

import org.jspecify.annotations.NullMarked;
