/** What the configuration asks for: where, beside what, before what. */
@NullMarked
package io.systole.scheduler.preferences;

import org.jspecify.annotations.NullMarked;
