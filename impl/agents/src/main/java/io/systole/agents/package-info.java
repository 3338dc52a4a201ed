/** OCF and fence agents as the outside world sees them. */
@NullMarked
package io.systole.agents;

import org.jspecify.annotations.NullMarked;
