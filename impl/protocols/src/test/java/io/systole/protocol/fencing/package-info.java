@NullMarked
package io.systole.protocol.fencing;

import org.jspecify.annotations.NullMarked;
