/** Tests of the XML tree. */
@NullMarked
package io.systole.xml;

import org.jspecify.annotations.NullMarked;
