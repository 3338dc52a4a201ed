@NullMarked
package io.systole.cib.check;

import org.jspecify.annotations.NullMarked;
