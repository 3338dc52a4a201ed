package io.systole.scheduler.simulate;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.Origin;
import java.util.OptionalLong;

/**
 * What a simulation shall do and show.
 *
 * @param plan whether a transition is planned
 * @param execute whether it is executed as well
 * @param quiet whether nothing is shown but what was asked for by name
 * @param scores whether the scores are shown
 * @param utilization whether is shown what nodes have and resources take
 * @param xmlFor the command line that asks, if the report shall be XML; else the empty string
 * @param time the time at which rules are evaluated, instead of the CIB's own or the clock's
 * @param timeText that time as it was given
 * @param origin where the CIB comes from
 * @param clock what the clock says, in seconds since the epoch
 * @param failures operations that shall fail
 */
public record Request(
    boolean plan,
    boolean execute,
    boolean quiet,
    boolean scores,
    boolean utilization,
    String xmlFor,
    OptionalLong time,
    String timeText,
    Origin origin,
    long clock,
    Injections injections,
    ImmutableList<OperationSpec> failures) {

  /** Plans and executes a saved CIB, and shows everything but figures. */
  public static Request execution(long clock) {
    return new Request(
        true,
        true,
        false,
        false,
        false,
        "",
        OptionalLong.empty(),
        "",
        Origin.SAVED,
        clock,
        Injections.NONE,
        ImmutableList.of());
  }

  public Request at(long newTime, String text) {
    return new Request(
        plan,
        execute,
        quiet,
        scores,
        utilization,
        xmlFor,
        OptionalLong.of(newTime),
        text,
        origin,
        clock,
        injections,
        failures);
  }
}
