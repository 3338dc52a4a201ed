/** A cluster whose nodes are processes of one machine, for demonstrations and for tests. */
@NullMarked
package io.systole.tools.local;

import org.jspecify.annotations.NullMarked;
