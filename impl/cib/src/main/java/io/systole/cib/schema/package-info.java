/**
 * Judges CIBs by the grammars in {@code schemas/cib}, and what daemons and tools say by those in
 * {@code schemas/ipc} and {@code schemas/output}. A shell, unlike the package above: it reads the
 * grammars from the class path, and drives the validator's streams.
 */
@NullMarked
package io.systole.cib.schema;

import org.jspecify.annotations.NullMarked;
