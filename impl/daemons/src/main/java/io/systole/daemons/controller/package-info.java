/** The controller: the shell round all that a node's controller decides. */
@NullMarked
package io.systole.daemons.controller;

import org.jspecify.annotations.NullMarked;
