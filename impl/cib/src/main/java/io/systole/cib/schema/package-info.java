/**
 * Judges CIBs by the grammars in {@code schemas/cib}. A shell, unlike the package above: it reads
 * the grammars from the class path, and drives the validator's streams.
 */
@NullMarked
package io.systole.cib.schema;

import org.jspecify.annotations.NullMarked;
