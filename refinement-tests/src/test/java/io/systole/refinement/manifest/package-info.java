/** What manifests and the texts of specifications say. */
@NullMarked
package io.systole.refinement.manifest;

import org.jspecify.annotations.NullMarked;
