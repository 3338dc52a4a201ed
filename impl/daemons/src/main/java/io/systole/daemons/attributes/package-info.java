/** The attribute manager: a shell round the attributes machine, with groups and clients. */
@NullMarked
package io.systole.daemons.attributes;

import org.jspecify.annotations.NullMarked;
