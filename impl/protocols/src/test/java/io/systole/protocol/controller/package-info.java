/** Tests of the controller: whole clusters of them on a bus that does no input or output. */
@NullMarked
package io.systole.protocol.controller;

import org.jspecify.annotations.NullMarked;
