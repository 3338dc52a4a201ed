/** Input that nobody meant: whatever comes, there is an answer or an orderly end. */
@NullMarked
package io.systole.fuzz;

import org.jspecify.annotations.NullMarked;
