/** The CIB as a value: version, digest, edits, checks, storage. */
@NullMarked
package io.systole.cib;

import org.jspecify.annotations.NullMarked;
