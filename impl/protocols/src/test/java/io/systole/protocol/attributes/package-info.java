@NullMarked
package io.systole.protocol.attributes;

import org.jspecify.annotations.NullMarked;
