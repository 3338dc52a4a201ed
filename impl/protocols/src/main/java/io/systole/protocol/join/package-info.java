/** The join sequence: how the DC makes sure of its members and of one CIB before it decides. */
@NullMarked
package io.systole.protocol.join;

import org.jspecify.annotations.NullMarked;
