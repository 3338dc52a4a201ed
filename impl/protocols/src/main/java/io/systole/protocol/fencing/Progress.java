package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import java.util.Optional;

/**
 * How far the execution of a round has come.
 *
 * @param offers what each peer has said that it can use
 * @param levels that are left, the present one first
 * @param steps that are left of the present level, the present one first
 * @param tried what has been tried for the present level without success
 * @param calls how many orders were given so far
 * @param covered the other operations that every success of the present level serves; absent before
 *     the first success
 * @param trouble what went wrong last, in words
 */
public record Progress(
    ImmutableSortedMap<NodeName, ImmutableList<Offer>> offers,
    ImmutableList<FencingLevel> levels,
    ImmutableList<PlanStep> steps,
    ImmutableSortedSet<Attempt> tried,
    int calls,
    Optional<ImmutableSortedSet<OperationId>> covered,
    String trouble) {}
