/** XPath over the immutable tree, with an end to how far it looks. */
@NullMarked
package io.systole.cib.xpath;

import org.jspecify.annotations.NullMarked;
