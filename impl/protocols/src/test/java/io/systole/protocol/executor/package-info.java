@NullMarked
package io.systole.protocol.executor;

import org.jspecify.annotations.NullMarked;
