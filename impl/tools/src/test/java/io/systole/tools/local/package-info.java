@NullMarked
package io.systole.tools.local;

import org.jspecify.annotations.NullMarked;
