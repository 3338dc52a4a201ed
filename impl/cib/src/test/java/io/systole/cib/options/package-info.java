@NullMarked
package io.systole.cib.options;

import org.jspecify.annotations.NullMarked;
