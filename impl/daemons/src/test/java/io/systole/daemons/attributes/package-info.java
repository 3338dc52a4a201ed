@NullMarked
package io.systole.daemons.attributes;

import org.jspecify.annotations.NullMarked;
