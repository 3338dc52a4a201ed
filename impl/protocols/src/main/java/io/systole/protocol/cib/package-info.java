/**
 * The replication of the CIB: one replica a node, changes in agreed order, acknowledged when a
 * quorum has them on stable storage.
 *
 * <p>Each view begins with replicas that take no changes. A coordinator's order opens a round under
 * its epoch: every member promises, on stable storage, to take part in no older one, and says what
 * it has; the best of that becomes everybody's, and from there on all apply the same changes in the
 * same order. If a quorum has promised, the epoch becomes the CIB's term, and the configuration may
 * be changed; else only the status may be.
 *
 * <p>Why no acknowledged change is lost: a quorum stored it in its term, and every later term began
 * with the promises of a quorum. The two share a replica, which either had the change when it
 * promised, so that the best was no older, or had promised before, and then had not stored it.
 */
@NullMarked
package io.systole.protocol.cib;

import org.jspecify.annotations.NullMarked;
