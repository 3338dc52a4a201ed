/**
 * The field's remote protocol: its tools on other machines read and change the CIB through it. Each
 * command becomes a request of ours to the CIB manager, so that nothing is decided here.
 *
 * <p>Source: what the field's tools and daemon say to each other, observed from outside; see
 * docs/remote.md for what was seen.
 */
@NullMarked
package io.systole.daemons.remote;

import org.jspecify.annotations.NullMarked;
