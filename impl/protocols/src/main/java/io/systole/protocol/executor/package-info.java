/** What a node's executor decides: which agent runs when, and what is remembered and told of it. */
@NullMarked
package io.systole.protocol.executor;

import org.jspecify.annotations.NullMarked;
