package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableSortedSet;

/**
 * A query that cannot be replied to before agents have said whom their devices can fence.
 *
 * @param aim of the operation that is asked about
 * @param unanswered devices whose agents have been asked
 * @param capable devices that can do it, as far as is known
 */
public record Inquiry(
    Aim aim, ImmutableSortedSet<String> unanswered, ImmutableSortedSet<String> capable) {}
