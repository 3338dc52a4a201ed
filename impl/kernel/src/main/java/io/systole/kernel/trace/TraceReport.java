package io.systole.kernel.trace;

import com.google.common.collect.ImmutableList;

/**
 * What a {@link TraceReader} found.
 *
 * @param steps how many steps were read
 * @param faults how many lines told of a fault
 * @param problems empty for a good trace; reading stops at {@link TraceReader#MAX_PROBLEMS}
 */
public record TraceReport(long steps, long faults, ImmutableList<TraceProblem> problems) {}
