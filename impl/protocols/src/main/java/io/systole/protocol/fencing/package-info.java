/**
 * The fencing round and the history of fencing operations.
 *
 * <p>Spec: {@code spec/fencing}, {@code spec/history}. Every fencer runs one {@link
 * io.systole.protocol.fencing.FencingMachine}: it is the originator of the rounds that its own
 * clients ask for, and the possible executor of everybody's.
 */
@NullMarked
package io.systole.protocol.fencing;

import org.jspecify.annotations.NullMarked;
