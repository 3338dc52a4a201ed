/**
 * Views of a process group on top of an engine that orders messages among processes and tells of
 * nodes, processes and quorum by different ways: a pure core.
 */
@NullMarked
package io.systole.cluster.ring;

import org.jspecify.annotations.NullMarked;
