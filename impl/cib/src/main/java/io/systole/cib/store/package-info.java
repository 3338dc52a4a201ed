/**
 * Keeps a replica's CIB on disk, so that a crash at any byte leaves a whole one. A shell, unlike
 * the package above: it reads and writes files.
 */
@NullMarked
package io.systole.cib.store;

import org.jspecify.annotations.NullMarked;
