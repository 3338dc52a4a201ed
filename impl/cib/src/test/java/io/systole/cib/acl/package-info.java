@NullMarked
package io.systole.cib.acl;

import org.jspecify.annotations.NullMarked;
