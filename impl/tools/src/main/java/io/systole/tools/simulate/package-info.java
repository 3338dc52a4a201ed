/** What a cluster would do: whole suites in one process, and {@code crm_simulate}. */
@NullMarked
package io.systole.tools.simulate;

import org.jspecify.annotations.NullMarked;
