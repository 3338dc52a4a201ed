/** Local sockets: hello, frames, peer credentials. */
@NullMarked
package io.systole.ipc;

import org.jspecify.annotations.NullMarked;
