/**
 * Node attributes that all nodes know: changed in agreed order, evaluated where they are delivered,
 * and carried over from view to view by snapshots.
 */
@NullMarked
package io.systole.protocol.attributes;

import org.jspecify.annotations.NullMarked;
