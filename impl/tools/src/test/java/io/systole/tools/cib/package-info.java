@NullMarked
package io.systole.tools.cib;

import org.jspecify.annotations.NullMarked;
