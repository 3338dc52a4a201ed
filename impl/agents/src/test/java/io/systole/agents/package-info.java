@NullMarked
package io.systole.agents;

import org.jspecify.annotations.NullMarked;
