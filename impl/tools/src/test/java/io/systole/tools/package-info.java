@NullMarked
package io.systole.tools;

import org.jspecify.annotations.NullMarked;
