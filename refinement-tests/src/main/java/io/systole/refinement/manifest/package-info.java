/** What is expected of every model in {@code spec/}, and how it is checked. */
@NullMarked
package io.systole.refinement.manifest;

import org.jspecify.annotations.NullMarked;
