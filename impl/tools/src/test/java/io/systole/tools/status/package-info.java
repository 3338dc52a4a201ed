@NullMarked
package io.systole.tools.status;

import org.jspecify.annotations.NullMarked;
