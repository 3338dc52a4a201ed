@NullMarked
package io.systole.cib.schema;

import org.jspecify.annotations.NullMarked;
