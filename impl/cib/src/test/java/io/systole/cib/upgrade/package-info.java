@NullMarked
package io.systole.cib.upgrade;

import org.jspecify.annotations.NullMarked;
