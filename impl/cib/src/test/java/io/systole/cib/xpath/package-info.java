@NullMarked
package io.systole.cib.xpath;

import org.jspecify.annotations.NullMarked;
