@NullMarked
package io.systole.tools.reference;

import org.jspecify.annotations.NullMarked;
