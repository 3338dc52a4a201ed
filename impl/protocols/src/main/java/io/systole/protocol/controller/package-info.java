/** All that the controller of a node decides, composed of election, join and transition. */
@NullMarked
package io.systole.protocol.controller;

import org.jspecify.annotations.NullMarked;
