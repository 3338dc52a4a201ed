@NullMarked
package io.systole.cib.rules;

import org.jspecify.annotations.NullMarked;
