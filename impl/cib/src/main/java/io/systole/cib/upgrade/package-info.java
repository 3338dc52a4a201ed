/**
 * Brings CIBs to newer grammars by the steps in {@code schemas/upgrade}. A shell: it reads them
 * from the class path, and drives the transformer's streams.
 */
@NullMarked
package io.systole.cib.upgrade;

import org.jspecify.annotations.NullMarked;
